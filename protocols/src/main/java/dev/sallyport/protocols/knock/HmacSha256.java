package dev.sallyport.protocols.knock;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * HMAC-SHA256 (RFC 2104) of a few parts in a row, on the JDK's SHA-256. Not on {@code javax.crypto.Mac}: that loads and checks the whole of
 * JCE's providers, which costs the hot path 16 of its 55 ms. Keys are at most a block long, as all keys here are.
 */
final class HmacSha256 {

    /** Bytes that SHA-256 takes at once: the length to which a key is padded. */
    private static final int BLOCK_BYTES = 64;

    private static final byte INNER = 0x36;
    private static final byte OUTER = 0x5c;

    private HmacSha256() {}

    static byte[] of(byte[] key, byte[]... parts) {
        if (key.length > BLOCK_BYTES) {
            throw new IllegalArgumentException("a key has at most 64 bytes");
        }
        MessageDigest digest = sha256();
        digest.update(padded(key, INNER));
        for (byte[] part : parts) {
            digest.update(part);
        }
        byte[] inner = digest.digest();
        digest.update(padded(key, OUTER));
        return digest.digest(inner);
    }

    static byte[] of(byte[] key, byte[] bytes, int offset, int length) {
        return of(key, Arrays.copyOfRange(bytes, offset, offset + length));
    }

    private static byte[] padded(byte[] key, byte pad) {
        byte[] block = Arrays.copyOf(key, BLOCK_BYTES);
        for (int i = 0; i < block.length; i++) {
            block[i] ^= pad;
        }
        return block;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
