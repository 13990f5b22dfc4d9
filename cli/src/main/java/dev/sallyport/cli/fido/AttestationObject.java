package dev.sallyport.cli.fido;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Puts what a key said into the one envelope that there is for it (Web Authentication, section 6.5.4): a CBOR map of three members, of which one is CBOR already. And takes the
 * envelope off what libfido2 hands out inside of one.
 */
final class AttestationObject {

    private static final int MAP_OF_THREE = 0xa3;
    private static final int TEXT = 0x60;
    private static final int BYTES = 0x40;

    private AttestationObject() {}

    /** @param statement CBOR */
    static byte[] of(String format, byte[] statement, byte[] authenticatorData) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(MAP_OF_THREE);
        text(out, "fmt");
        text(out, format);
        text(out, "attStmt");
        out.writeBytes(statement);
        text(out, "authData");
        head(out, BYTES, authenticatorData.length);
        out.writeBytes(authenticatorData);
        return out.toByteArray();
    }

    /** The bytes in a byte string. */
    static byte[] bare(byte[] byteString) {
        int info = byteString.length == 0 ? -1 : byteString[0] & 0x1f;
        int from = info < 24 ? 1 : info - 22;
        if (byteString.length == 0 || (byteString[0] & 0xe0) != BYTES || info > 25 || byteString.length < from) {
            throw new IllegalArgumentException("not a byte string");
        }
        return java.util.Arrays.copyOfRange(byteString, from, byteString.length);
    }

    private static void text(ByteArrayOutputStream out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        head(out, TEXT, bytes.length);
        out.writeBytes(bytes);
    }

    private static void head(ByteArrayOutputStream out, int type, int length) {
        if (length < 24) {
            out.write(type | length);
        } else if (length < 256) {
            out.write(type | 24);
            out.write(length);
        } else {
            out.write(type | 25);
            out.write(length >>> 8);
            out.write(length);
        }
    }
}
