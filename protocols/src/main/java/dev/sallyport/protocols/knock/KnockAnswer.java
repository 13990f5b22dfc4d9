package dev.sallyport.protocols.knock;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The proxy's answer to a knock on a bare connection: one byte. {@link #OPEN}: SSH follows. Anything else is a refusal, after which come
 * 2 bytes of length and a text for the person, then the end.
 */
public enum KnockAnswer {
    /** SSH follows. */
    OPEN(0, 0),
    /** Not a knock, or wrong: log in again. */
    WRONG(1, 77),
    /** The ticket has expired: log in again. */
    EXPIRED(2, 77),
    /** The clocks differ. */
    CLOCK(3, 77),
    /** No such host. */
    UNKNOWN_HOST(4, 68),
    /** The host is known here, and is not connected or did not answer. */
    UNREACHABLE(5, 69),
    /** The name stands for several hosts; the text lists their ids. */
    AMBIGUOUS(6, 68),
    /** Too busy, or draining. */
    BUSY(7, 75);

    /** UTF-8 bytes of the longest text of a refusal. */
    public static final int MAX_TEXT_BYTES = 1024;

    private final int code;
    private final int exitCode;

    KnockAnswer(int code, int exitCode) {
        this.code = code;
        this.exitCode = exitCode;
    }

    /** The answer that this byte means, or null for one that this version does not know. */
    public static @Nullable KnockAnswer of(int code) {
        for (KnockAnswer answer : values()) {
            if (answer.code == code) {
                return answer;
            }
        }
        return null;
    }

    /** The byte on the wire, 0 to 255. */
    public int code() {
        return code;
    }

    /** With which status {@code sally proxy ssh} ends (sysexits.h). */
    public int exitCode() {
        return exitCode;
    }

    /** The bytes of a refusal; a text that is too long is cut at a character. */
    public byte[] refusal(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(utf8.length, MAX_TEXT_BYTES);
        while (length < utf8.length && (utf8[length] & 0xc0) == 0x80) {
            length--;
        }
        byte[] bytes = new byte[3 + length];
        bytes[0] = (byte) code;
        bytes[1] = (byte) (length >>> 8);
        bytes[2] = (byte) length;
        System.arraycopy(utf8, 0, bytes, 3, length);
        return bytes;
    }

    /** Bytes of text that follow a refusal's first 3, or -1 when that is more than a proxy sends. */
    public static int textLength(byte[] head) {
        int length = (head[1] & 0xff) << 8 | (head[2] & 0xff);
        return length <= MAX_TEXT_BYTES ? length : -1;
    }

    /** The text of a whole refusal. */
    public static String text(byte[] refusal) {
        return new String(Arrays.copyOfRange(refusal, 3, refusal.length), StandardCharsets.UTF_8);
    }
}
