package dev.sallyport.testing.factor;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** As much of CBOR (RFC 8949) as a security key writes. */
final class Cbor {

    private static final int UNSIGNED = 0;
    private static final int NEGATIVE = 1;
    private static final int BYTES = 2;
    private static final int TEXT = 3;
    private static final int LIST = 4;
    private static final int MAP = 5;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Cbor map(int pairs) {
        return head(MAP, pairs);
    }

    Cbor list(int items) {
        return head(LIST, items);
    }

    Cbor number(int value) {
        return value >= 0 ? head(UNSIGNED, value) : head(NEGATIVE, -1 - value);
    }

    Cbor text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        head(TEXT, bytes.length).out.writeBytes(bytes);
        return this;
    }

    Cbor bytes(byte[] bytes) {
        head(BYTES, bytes.length).out.writeBytes(bytes);
        return this;
    }

    byte[] written() {
        return out.toByteArray();
    }

    private Cbor head(int type, int value) {
        if (value < 24) {
            out.write(type << 5 | value);
        } else if (value < 256) {
            out.write(type << 5 | 24);
            out.write(value);
        } else {
            out.write(type << 5 | 25);
            out.write(value >>> 8);
            out.write(value);
        }
        return this;
    }
}
