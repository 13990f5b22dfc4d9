package dev.sallyport.pki.seal;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.spec.SecretKeySpec;

/** One key of the cluster. Its id is derived from it, so another key never passes under the same id. */
final class SealKey {

    static final int KEY_BYTES = 32;
    static final int ID_BYTES = 8;

    private static final byte[] ID_CONTEXT =
            "sallyport seal key id v1".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    private final byte[] bytes;
    private final byte[] id;

    SealKey(byte[] bytes) {
        if (bytes.length != KEY_BYTES) {
            throw new IllegalArgumentException("a seal key has 32 bytes");
        }
        this.bytes = bytes.clone();
        this.id = idOf(bytes);
    }

    static SealKey random(SecureRandom random) {
        byte[] bytes = new byte[KEY_BYTES];
        random.nextBytes(bytes);
        return new SealKey(bytes);
    }

    byte[] id() {
        return id.clone();
    }

    String idText() {
        return HexFormat.of().formatHex(id);
    }

    SecretKeySpec aes() {
        return new SecretKeySpec(bytes, "AES");
    }

    /** A secret: the line of this key in the key file. */
    String line() {
        return Base64.getEncoder().encodeToString(bytes);
    }

    @Override
    public String toString() {
        return "SealKey[" + idText() + ", ***]";
    }

    private static byte[] idOf(byte[] key) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(ID_CONTEXT);
            return java.util.Arrays.copyOf(digest.digest(key), ID_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
