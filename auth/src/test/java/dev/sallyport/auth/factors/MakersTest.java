package dev.sallyport.auth.factors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.protobuf.ByteString;
import dev.sallyport.api.v1.KeyAttestation;
import dev.sallyport.api.v1.KeyOffer;
import dev.sallyport.auth.state.v1.CredentialRecord;
import dev.sallyport.testing.factor.SoftKey;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.function.Function;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;

/** Lists of makers whose security keys are taken or not. */
class MakersTest {

    private static final ByteString CHALLENGE = ByteString.copyFromUtf8("a challenge of thirty-two bytes.");
    private static final CredentialRecord OWNER = CredentialRecord.newBuilder()
            .setUserHandle(ByteString.copyFromUtf8("handle"))
            .build();

    private final SecureRandom random = new SecureRandom();
    private final Made good = made("CN=Good keys,O=Good,C=SE");
    private final Made bad = made("CN=Bad keys,O=Bad,C=SE");

    @Test
    void onlyAllowedMakersKeysAreAdded() {
        // Given
        SecurityKeys keys = keys(List.of(good.ca()), List.of());

        // When
        Throwable allowed = catchThrowable(() -> register(keys, offer -> key().register(offer, good.maker())));
        Throwable others = catchThrowable(() -> register(keys, offer -> key().register(offer, bad.maker())));
        Throwable silent = catchThrowable(() -> register(keys, offer -> key().register(offer)));

        // Then
        assertThat(allowed).isNull();
        assertThat(others).hasMessageContaining("refused");
        assertThat(silent).hasMessageContaining("refused");
    }

    @Test
    void deniedMakersKeysAreNot() {
        // Given
        SecurityKeys keys = keys(List.of(), List.of(bad.ca()));

        // When
        Throwable others = catchThrowable(() -> register(keys, offer -> key().register(offer, good.maker())));
        Throwable denied = catchThrowable(() -> register(keys, offer -> key().register(offer, bad.maker())));
        Throwable silent = catchThrowable(() -> register(keys, offer -> key().register(offer)));

        // Then
        assertThat(others).isNull();
        assertThat(denied).hasMessageContaining("not taken");
        assertThat(silent).hasMessageContaining("does not prove its make");
    }

    @Test
    void withoutListsAnyKeyIsAdded() {
        // Given
        SecurityKeys keys = keys(List.of(), List.of());

        // When
        Throwable silent = catchThrowable(() -> register(keys, offer -> key().register(offer)));

        // Then
        assertThat(silent).isNull();
    }

    private SoftKey key() {
        return new SoftKey(random);
    }

    private static SecurityKeys keys(List<X509Certificate> allowed, List<X509Certificate> denied) {
        return new SecurityKeys(
                new FactorSettings("proxy.example.com", "https://proxy.example.com", true, false, allowed, denied),
                "test");
    }

    private static void register(SecurityKeys keys, Function<KeyOffer, KeyAttestation> key) {
        KeyOffer offer = keys.wishes().offer(OWNER, "alice", CHALLENGE, false);
        var _ = keys.register(OWNER, key.apply(offer), CHALLENGE, false);
    }

    /** A maker and its CA. */
    private record Made(X509Certificate ca, SoftKey.Maker maker) {}

    private Made made(String name) {
        try {
            KeyPair ca = dev.sallyport.pki.Keys.ecdsaP256(random);
            KeyPair batch = dev.sallyport.pki.Keys.ecdsaP256(random);
            X500Name issuer = new X500Name(name);
            X500Name subject = new X500Name(name.replace("CN=", "OU=Authenticator Attestation,CN=Batch of "));
            X509Certificate root = certificate(issuer, ca, issuer, ca, true);
            X509Certificate leaf = certificate(issuer, ca, subject, batch, false);
            return new Made(root, new SoftKey.Maker(batch.getPrivate(), List.of(leaf)));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static X509Certificate certificate(X500Name issuer, KeyPair by, X500Name subject, KeyPair of, boolean ca)
            throws Exception {
        Instant now = Instant.now();
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                issuer,
                BigInteger.valueOf(now.toEpochMilli()),
                Date.from(now.minusSeconds(3600)),
                Date.from(now.plusSeconds(3600)),
                subject,
                of.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(ca));
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(by.getPrivate())));
    }
}
