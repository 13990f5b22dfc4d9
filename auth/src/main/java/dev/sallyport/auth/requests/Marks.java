package dev.sallyport.auth.requests;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.HexFormat;

/**
 * What people prove themselves with, as hashes: two accounts with one mark in common may be one person. A second factor's
 * secret is 160 random bits or more, so that its hash tells nothing.
 */
public final class Marks {

    private Marks() {}

    /** Of a certificate's key. */
    public static String ofKey(PublicKey key) {
        return hash("key", key.getEncoded());
    }

    /** Of a second factor, by its secret or its public id. */
    public static String ofFactor(byte[] factor) {
        return hash("factor", factor);
    }

    private static String hash(String kind, byte[] bytes) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(("sallyport mark " + kind).getBytes(StandardCharsets.UTF_8));
            return kind + ":" + HexFormat.of().formatHex(digest.digest(bytes), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
