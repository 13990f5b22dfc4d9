package dev.sallyport.pki.identity;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.model.access.Identity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Enumerated;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1UTF8String;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERUTF8String;

/**
 * The identity structure, versions 1 to 3.
 *
 * <p>Decoding is strict in a simple way: what was read is encoded again and must give the same bytes. So another order
 * of traits, lengths in BER, trailing bytes and surplus fields are all refused by one comparison.
 */
public final class IdentityDer {

    /** Longest encoding, bytes. */
    public static final int MAX_BYTES = 16 * 1024;

    private static final int PLAIN = 1;
    /** With what access requests added: only where there is any, so that readers of version 1 read all others. */
    private static final int WITH_EXTRAS = 2;
    /** With the devices that proved it, and what access requests added, if anything. */
    private static final int WITH_DEVICES = 3;

    private IdentityDer() {}

    /**
     * Encodes an identity.
     *
     * @throws Failure INVALID where it is larger than {@link #MAX_BYTES}
     */
    public static byte[] encode(CertifiedIdentity certified) {
        Identity identity = certified.identity();
        try {
            byte[] der = new DERSequence(fields(certified)).getEncoded(ASN1Encoding.DER);
            if (der.length > MAX_BYTES) {
                throw Failure.of(
                        FailureCode.INVALID,
                        "the identity of " + identity.user() + " has " + der.length + " bytes, at most " + MAX_BYTES
                                + " fit into a certificate: give fewer roles or traits");
            }
            return der;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ASN1Encodable[] fields(CertifiedIdentity certified) {
        Identity identity = certified.identity();
        int version = version(identity);
        List<ASN1Encodable> fields = new ArrayList<>(List.of(
                new ASN1Integer(version),
                new ASN1Enumerated(number(identity.kind())),
                new DERUTF8String(identity.user()),
                texts(identity.roles()),
                traits(identity.traits()),
                new DERUTF8String(certified.session())));
        if (version >= WITH_EXTRAS) {
            fields.add(extras(identity.extras()));
        }
        if (version == WITH_DEVICES) {
            fields.add(texts(identity.devices()));
        }
        return fields.toArray(ASN1Encodable[]::new);
    }

    private static int version(Identity identity) {
        return !identity.devices().isEmpty() ? WITH_DEVICES : identity.extras().isEmpty() ? PLAIN : WITH_EXTRAS;
    }

    /**
     * Decodes an identity.
     *
     * @throws Failure UNAUTHENTICATED for an unknown version and for anything that {@link #encode} does not give
     */
    public static CertifiedIdentity decode(byte[] der) {
        if (der.length > MAX_BYTES) {
            throw refused("it is larger than " + MAX_BYTES + " bytes", null);
        }
        try {
            ASN1Sequence fields = ASN1Sequence.getInstance(der);
            int version = ASN1Integer.getInstance(fields.getObjectAt(0)).intValueExact();
            if (version < PLAIN || version > WITH_DEVICES) {
                throw refused("its version is " + version + ", this program knows 1 to 3", null);
            }
            CertifiedIdentity read = read(fields, version);
            if (!Arrays.equals(encode(read), der)) {
                throw refused("it is not in its one encoding", null);
            }
            return read;
        } catch (IllegalArgumentException | ArithmeticException | IndexOutOfBoundsException | IllegalStateException e) {
            throw refused("it cannot be read", e);
        }
    }

    private static CertifiedIdentity read(ASN1Sequence fields, int version) {
        Identity identity = new Identity(
                text(fields.getObjectAt(2)),
                kind(ASN1Enumerated.getInstance(fields.getObjectAt(1)).intValueExact()),
                texts(fields.getObjectAt(3)),
                traits(ASN1Sequence.getInstance(fields.getObjectAt(4))),
                version >= WITH_EXTRAS ? extras(ASN1Sequence.getInstance(fields.getObjectAt(6))) : List.of(),
                version == WITH_DEVICES ? texts(fields.getObjectAt(7)) : List.of());
        return new CertifiedIdentity(identity, text(fields.getObjectAt(5)));
    }

    /** Numbers are part of the format; the order in the enum is not. */
    private static int number(Identity.Kind kind) {
        return switch (kind) {
            case USER -> 1;
            case LOCAL_ADMIN -> 2;
            case NODE -> 3;
            case PROXY -> 4;
            case AUTH -> 5;
        };
    }

    private static Identity.Kind kind(int number) {
        return Arrays.stream(Identity.Kind.values())
                .filter(kind -> number(kind) == number)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("kind " + number));
    }

    private static DERSequence traits(Map<String, List<String>> traits) {
        List<ASN1Encodable> encoded = new ArrayList<>();
        new TreeMap<>(traits)
                .forEach((name, values) ->
                        encoded.add(new DERSequence(new ASN1Encodable[] {new DERUTF8String(name), texts(values)})));
        return new DERSequence(encoded.toArray(ASN1Encodable[]::new));
    }

    private static Map<String, List<String>> traits(ASN1Sequence encoded) {
        Map<String, List<String>> traits = new TreeMap<>();
        for (ASN1Encodable each : encoded) {
            ASN1Sequence trait = ASN1Sequence.getInstance(each);
            traits.put(text(trait.getObjectAt(0)), texts(trait.getObjectAt(1)));
        }
        return traits;
    }

    private static DERSequence extras(List<Identity.Extra> extras) {
        return new DERSequence(extras.stream()
                .map(extra -> new DERSequence(new ASN1Encodable[] {
                    new DERUTF8String(extra.request()), texts(extra.roles()), texts(extra.nodes())
                }))
                .toArray(ASN1Encodable[]::new));
    }

    private static List<Identity.Extra> extras(ASN1Sequence encoded) {
        List<Identity.Extra> extras = new ArrayList<>();
        for (ASN1Encodable each : encoded) {
            ASN1Sequence extra = ASN1Sequence.getInstance(each);
            extras.add(new Identity.Extra(
                    text(extra.getObjectAt(0)), texts(extra.getObjectAt(1)), texts(extra.getObjectAt(2))));
        }
        return extras;
    }

    private static DERSequence texts(List<String> texts) {
        return new DERSequence(texts.stream().map(DERUTF8String::new).toArray(ASN1Encodable[]::new));
    }

    private static List<String> texts(ASN1Encodable encoded) {
        List<String> texts = new ArrayList<>();
        ASN1Sequence.getInstance(encoded).forEach(each -> texts.add(text(each)));
        return texts;
    }

    private static String text(ASN1Encodable encoded) {
        return ASN1UTF8String.getInstance(encoded).getString();
    }

    private static Failure refused(String why, @org.jspecify.annotations.Nullable Exception cause) {
        String message = "the identity in the certificate is refused: " + why;
        return cause == null
                ? Failure.of(FailureCode.UNAUTHENTICATED, message)
                : Failure.of(FailureCode.UNAUTHENTICATED, message, cause);
    }
}
