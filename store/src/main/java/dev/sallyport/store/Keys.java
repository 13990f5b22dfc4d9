package dev.sallyport.store;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Keys as the bytes that order them. Java's own order of strings differs from it beyond U+FFFF. */
final class Keys {

    private Keys() {}

    /** A key's bytes. @throws Failure INVALID if it is empty, too long, or has half a character */
    static byte[] encode(String key) {
        byte[] bytes = bytes(key);
        if (bytes.length == 0 || bytes.length > Store.MAX_KEY_BYTES) {
            throw Failure.of(
                    FailureCode.INVALID,
                    "store: a key has " + bytes.length + " bytes; 1.." + Store.MAX_KEY_BYTES + " are allowed");
        }
        return bytes;
    }

    /** Bytes of a prefix or bound, which may be empty. */
    static byte[] bytes(String text) {
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (CharacterCodingException half) {
            throw Failure.of(FailureCode.INVALID, "store: a key is no valid text: it holds half a character", half);
        }
    }

    static String decode(byte[] key) {
        return new String(key, StandardCharsets.UTF_8);
    }

    /** The first key after all that start with this prefix; UTF-8 has no byte 0xFF, so the last one can always grow. */
    static byte[] endOf(byte[] prefix) {
        if (prefix.length == 0) {
            return new byte[] {(byte) 0xFF};
        }
        byte[] end = prefix.clone();
        end[end.length - 1]++;
        return end;
    }

    static boolean startsWith(byte[] key, byte[] prefix) {
        return key.length >= prefix.length && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
    }

    /** The later of the two in the order of keys. */
    static byte[] later(byte[] one, byte[] other) {
        return Arrays.compareUnsigned(one, other) >= 0 ? one : other;
    }
}
