package dev.sallyport.store;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/** The numbers of {@link Store.Write.Append}, in keys and in values. */
final class Sequence {

    private static final HexFormat HEX = HexFormat.of();

    private Sequence() {}

    static String key(String sequence, long number) {
        return sequence + HEX.toHexDigits(number);
    }

    static long number(byte[] key, String sequence) {
        return HexFormat.fromHexDigitsToLong(Keys.decode(key), sequence.length(), sequence.length() + 16);
    }

    static byte[] numbered(long number, byte[] value) {
        return ByteBuffer.allocate(Long.BYTES + value.length)
                .putLong(number)
                .put(value)
                .array();
    }
}
