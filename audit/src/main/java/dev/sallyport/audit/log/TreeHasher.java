package dev.sallyport.audit.log;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Hashes of a Merkle tree (RFC 9162, section 2.1.1): SHA-256, with a byte in front that tells leaves from nodes. For one
 * thread at a time.
 */
public final class TreeHasher {

    /** Bytes of a hash. */
    public static final int BYTES = 32;

    private static final byte LEAF = 0;
    private static final byte NODE = 1;

    private final MessageDigest digest;

    public TreeHasher() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** The hash of a leaf with these bytes. */
    public byte[] leaf(byte[] data) {
        return leaf(data, 0, data.length);
    }

    /** The hash of a leaf with a part of these bytes. */
    public byte[] leaf(byte[] data, int from, int length) {
        digest.update(LEAF);
        digest.update(data, from, length);
        return digest.digest();
    }

    /** The hash of the node over these two. */
    public byte[] node(byte[] left, byte[] right) {
        digest.update(NODE);
        digest.update(left);
        digest.update(right);
        return digest.digest();
    }

    /** The root of a tree without leaves. */
    public byte[] empty() {
        return digest.digest();
    }
}
