package dev.sallyport.testing.factor;

import com.google.protobuf.ByteString;
import dev.sallyport.api.v1.KeyAssertion;
import dev.sallyport.api.v1.KeyAttestation;
import dev.sallyport.api.v1.KeyOffer;
import dev.sallyport.api.v1.KeyRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.List;

/**
 * A security key with one ES256 credential, and the client that speaks for it. It does what it is asked, also what no real one would: sign for another origin,
 * another relying party, with a counter that went back.
 */
public final class SoftKey {

    private static final int USER_PRESENT = 1;
    private static final int USER_VERIFIED = 4;
    private static final int WITH_CREDENTIAL = 64;

    private final KeyPair keys = pair();
    private final byte[] id = new byte[32];
    private ByteString owner = ByteString.EMPTY;
    private int counter = 1;

    public SoftKey(SecureRandom random) {
        random.nextBytes(id);
    }

    /** What makers sign keys with. */
    public record Maker(PrivateKey key, List<X509Certificate> chain) {}

    /** How it answers. */
    public record Manner(String origin, String rpId, boolean verifiesUser) {

        /** As it is asked. */
        public static Manner asked(KeyRequest request) {
            return new Manner(request.getOrigin(), request.getRpId(), request.getVerifyUser());
        }
    }

    public ByteString id() {
        return ByteString.copyFrom(id);
    }

    /** The next signature says this. */
    public void setCounter(int next) {
        counter = next;
    }

    /** Becomes this person's, and says nothing of its make. */
    public KeyAttestation register(KeyOffer offer) {
        return register(
                offer,
                new Cbor().map(3).text("fmt").text("none").text("attStmt").map(0));
    }

    /** Becomes this person's, and proves its make ("packed"). */
    public KeyAttestation register(KeyOffer offer, Maker maker) {
        byte[] client = client("webauthn.create", offer.getChallenge(), offer.getOrigin());
        byte[] signature = sign(maker.key(), credentialData(offer), sha256(client));
        Cbor cbor = new Cbor().map(3).text("fmt").text("packed").text("attStmt").map(3);
        cbor.text("alg")
                .number(-7)
                .text("sig")
                .bytes(signature)
                .text("x5c")
                .list(maker.chain().size());
        maker.chain().forEach(link -> cbor.bytes(encoded(link)));
        return register(offer, cbor);
    }

    private KeyAttestation register(KeyOffer offer, Cbor statement) {
        owner = offer.getUserHandle();
        byte[] object = statement.text("authData").bytes(credentialData(offer)).written();
        counter++;
        return KeyAttestation.newBuilder()
                .setClientData(ByteString.copyFrom(client("webauthn.create", offer.getChallenge(), offer.getOrigin())))
                .setAttestationObject(ByteString.copyFrom(object))
                .build();
    }

    /** Signs. */
    public KeyAssertion sign(KeyRequest request) {
        return sign(request, Manner.asked(request));
    }

    /** Signs in a manner of its own. */
    public KeyAssertion sign(KeyRequest request, Manner manner) {
        byte[] client = client("webauthn.get", request.getChallenge(), manner.origin());
        byte[] data = head(manner.rpId(), USER_PRESENT | (manner.verifiesUser() ? USER_VERIFIED : 0));
        counter++;
        return KeyAssertion.newBuilder()
                .setCredentialId(id())
                .setClientData(ByteString.copyFrom(client))
                .setAuthenticatorData(ByteString.copyFrom(data))
                .setSignature(ByteString.copyFrom(sign(keys.getPrivate(), data, sha256(client))))
                .setUserHandle(owner)
                .build();
    }

    private byte[] credentialData(KeyOffer offer) {
        int flags = USER_PRESENT | WITH_CREDENTIAL | (offer.getVerifyUser() ? USER_VERIFIED : 0);
        byte[] head = head(offer.getRpId(), flags);
        ECPublicKey key = (ECPublicKey) keys.getPublic();
        byte[] cose = new Cbor()
                .map(5)
                .number(1)
                .number(2)
                .number(3)
                .number(-7)
                .number(-1)
                .number(1)
                .number(-2)
                .bytes(unsigned(key.getW().getAffineX().toByteArray()))
                .number(-3)
                .bytes(unsigned(key.getW().getAffineY().toByteArray()))
                .written();
        return ByteBuffer.allocate(head.length + 16 + 2 + id.length + cose.length)
                .put(head)
                .put(new byte[16])
                .putShort((short) id.length)
                .put(id)
                .put(cose)
                .array();
    }

    private byte[] head(String rpId, int flags) {
        return ByteBuffer.allocate(37)
                .put(sha256(rpId.getBytes(StandardCharsets.UTF_8)))
                .put((byte) flags)
                .putInt(counter)
                .array();
    }

    private static byte[] client(String type, ByteString challenge, String origin) {
        String encoded = Base64.getUrlEncoder().withoutPadding().encodeToString(challenge.toByteArray());
        return ("{\"type\":\"" + type + "\",\"challenge\":\"" + encoded + "\",\"origin\":\"" + origin
                        + "\",\"crossOrigin\":false}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] unsigned(byte[] number) {
        byte[] fixed = new byte[32];
        int from = Math.max(0, number.length - 32);
        System.arraycopy(number, from, fixed, 32 - (number.length - from), number.length - from);
        return fixed;
    }

    private static byte[] sign(PrivateKey key, byte[] data, byte[] hash) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(key);
            signature.update(data);
            signature.update(hash);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair pair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
