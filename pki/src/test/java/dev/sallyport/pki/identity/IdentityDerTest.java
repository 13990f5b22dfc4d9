package dev.sallyport.pki.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.model.access.Identity;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Enumerated;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;

class IdentityDerTest {

    private static final CertifiedIdentity ALICE = new CertifiedIdentity(
            new Identity(
                    "alice", Identity.Kind.USER, List.of("dev"), Map.of("logins", List.of("a", "b"), "x", List.of())),
            "s1");

    @Property(tries = 200)
    void whatWasEncodedIsReadBack(@ForAll("identities") CertifiedIdentity identity) {
        // Given
        byte[] der = IdentityDer.encode(identity);

        // When
        CertifiedIdentity read = IdentityDer.decode(der);

        // Then
        assertThat(read).isEqualTo(identity);
    }

    @Property(tries = 2000)
    void noOtherBytesAreTheSameIdentity(@ForAll("places") int place, @ForAll byte change) {
        // Given
        byte[] der = IdentityDer.encode(ALICE);
        byte[] other = der.clone();
        other[place % der.length] ^= change;

        // When
        boolean same = decodesTo(other, ALICE);

        // Then
        assertThat(same).isEqualTo(change == 0);
    }

    @Example
    void theEncodingStaysAsItIs() {
        // Given
        String known = "3033"
                + "020101" // version 1
                + "0a0101" // kind: user
                + "0c05616c696365" // alice
                + "30050c03646576" // dev
                + "3019" // traits, by name
                + "30100c066c6f67696e7330060c01610c0162" // logins: a, b
                + "30050c01783000" // x: none
                + "0c027331";

        // When
        String der = HexFormat.of().formatHex(IdentityDer.encode(ALICE));

        // Then
        assertThat(der).isEqualTo(known);
    }

    @Example
    void refusesTrailingBytes() {
        // Given
        byte[] der = IdentityDer.encode(ALICE);

        // When
        byte[] longer = Arrays.copyOf(der, der.length + 1);

        // Then
        assertRefused(longer, "identity in the certificate is refused");
    }

    @Example
    void refusesAnUnknownVersion() throws IOException {
        // Given
        ASN1Encodable[] fields =
                ASN1Sequence.getInstance(IdentityDer.encode(ALICE)).toArray();

        // When
        fields[0] = new ASN1Integer(4);

        // Then
        assertRefused(new DERSequence(fields).getEncoded(), "its version is 4, this program knows 1 to 3");
    }

    @Example
    void devicesAreReadBackAndNeverPassForNone() throws IOException {
        // Given
        Identity proved = new Identity("alice", Identity.Kind.USER, List.of("dev"), Map.of())
                .provedBy("0123456789ab")
                .provedBy("0123456789ab")
                .provedBy("")
                .provedBy("ba9876543210");
        byte[] der = IdentityDer.encode(new CertifiedIdentity(proved, "s"));

        // When
        Identity read = IdentityDer.decode(der).identity();
        ASN1Encodable[] fields = ASN1Sequence.getInstance(der).toArray();
        fields[7] = new DERSequence();

        // Then
        assertThat(read.devices()).containsExactly("0123456789ab", "ba9876543210");
        assertThat(read).isEqualTo(proved);
        assertRefused(new DERSequence(fields).getEncoded(), "it is not in its one encoding");
    }

    @Example
    void whatRequestsAddedIsReadBackAndNeverPassesForNothing() throws IOException {
        // Given
        Identity with = new Identity(
                "alice",
                Identity.Kind.USER,
                List.of("dev"),
                Map.of(),
                List.of(
                        new Identity.Extra("r1", List.of("dba"), List.of()),
                        new Identity.Extra("r2", List.of(), List.of("n"))));
        byte[] der = IdentityDer.encode(CertifiedIdentity.of(with));

        // When
        ASN1Encodable[] fields = ASN1Sequence.getInstance(der).toArray();
        fields[0] = new ASN1Integer(1);

        // Then
        assertThat(IdentityDer.decode(der).identity()).isEqualTo(with);
        assertRefused(new DERSequence(fields).getEncoded(), "it is not in its one encoding");
    }

    @Example
    void refusesAnUnknownKind() throws IOException {
        // Given
        ASN1Encodable[] fields =
                ASN1Sequence.getInstance(IdentityDer.encode(ALICE)).toArray();

        // When
        fields[1] = new ASN1Enumerated(99);

        // Then
        assertRefused(new DERSequence(fields).getEncoded(), "cannot be read");
    }

    @Example
    void refusesASurplusField() throws IOException {
        // Given
        ASN1Encodable[] fields =
                ASN1Sequence.getInstance(IdentityDer.encode(ALICE)).toArray();

        // When
        ASN1Encodable[] more = Arrays.copyOf(fields, fields.length + 1);
        more[fields.length] = DERNull.INSTANCE;

        // Then
        assertRefused(new DERSequence(more).getEncoded(), "not in its one encoding");
    }

    @Example
    void refusesAMissingField() throws IOException {
        // Given
        ASN1Encodable[] fields =
                ASN1Sequence.getInstance(IdentityDer.encode(ALICE)).toArray();

        // When
        ASN1Encodable[] fewer = Arrays.copyOf(fields, fields.length - 1);

        // Then
        assertRefused(new DERSequence(fewer).getEncoded(), "cannot be read");
    }

    @Example
    void refusesToEncodeWhatDoesNotFit() {
        // Given
        Identity large = new Identity("alice", Identity.Kind.USER, List.of("r".repeat(20_000)), Map.of());

        // When
        CertifiedIdentity identity = CertifiedIdentity.of(large);

        // Then
        assertThatThrownBy(() -> IdentityDer.encode(identity))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo(FailureCode.INVALID))
                .hasMessageContaining("at most 16384 fit");
    }

    @Property(tries = 500)
    void anyBytesAreReadOrRefused(@ForAll byte[] bytes) {
        // Given the bytes

        // When
        boolean same = decodesTo(bytes, ALICE);

        // Then
        assertThat(same).isFalse();
    }

    @Provide
    Arbitrary<CertifiedIdentity> identities() {
        Arbitrary<String> text = Arbitraries.strings().ofMinLength(1).ofMaxLength(12);
        Arbitrary<List<String>> texts = text.list().ofMaxSize(4);
        Arbitrary<Identity> identity = Combinators.combine(
                        text,
                        Arbitraries.of(Identity.Kind.class),
                        texts,
                        Arbitraries.maps(text, texts).ofMaxSize(3))
                .as(Identity::new);
        return Combinators.combine(identity, Arbitraries.strings().ofMaxLength(36))
                .as(CertifiedIdentity::new);
    }

    @Provide
    Arbitrary<Integer> places() {
        return Arbitraries.integers().between(0, 1000);
    }

    /** Fails on anything but an answer or a refusal. */
    private static boolean decodesTo(byte[] der, CertifiedIdentity wanted) {
        try {
            return IdentityDer.decode(der).equals(wanted);
        } catch (Failure refused) {
            return false;
        }
    }

    private static void assertRefused(byte[] der, String reason) {
        assertThatThrownBy(() -> IdentityDer.decode(der))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo(FailureCode.UNAUTHENTICATED))
                .hasMessageContaining(reason);
    }
}
