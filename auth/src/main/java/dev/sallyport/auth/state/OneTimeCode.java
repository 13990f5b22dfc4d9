package dev.sallyport.auth.state;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * A secret that is shown once and kept as its hash: join tokens, invite codes. 160 random bits, so that a plain hash is
 * enough: there is nothing to guess.
 *
 * @param text 32 characters a-z, 2-7 (RFC 4648 base32 in lower case)
 */
public record OneTimeCode(String text) {

    private static final int BYTES = 20;
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

    /** A new one. */
    public static OneTimeCode random(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new OneTimeCode(base32(bytes));
    }

    /** Hex of SHA-256: what the store knows it by. Of any text, ours or not. */
    public String hash() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** The first characters of the hash: names it in lists. */
    public String id() {
        return id(hash());
    }

    /** The same, of a hash. */
    public static String id(String hash) {
        return hash.substring(0, 12);
    }

    /** RFC 4648 base32, lower case, no padding. */
    public static String base32(byte[] bytes) {
        StringBuilder text = new StringBuilder((bytes.length * 8 + 4) / 5);
        int bits = 0;
        int buffer = 0;
        for (byte next : bytes) {
            buffer = ((buffer << 8) | (next & 0xff)) & 0xffff;
            for (bits += 8; bits >= 5; bits -= 5) {
                text.append(ALPHABET.charAt((buffer >>> (bits - 5)) & 31));
            }
        }
        if (bits > 0) {
            text.append(ALPHABET.charAt((buffer << (5 - bits)) & 31));
        }
        return text.toString();
    }

    @Override
    public String toString() {
        return "***";
    }
}
