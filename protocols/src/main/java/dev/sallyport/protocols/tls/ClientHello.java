package dev.sallyport.protocols.tls;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a ClientHello says about where it wants to go (RFC 8446, section 4.1.2; RFC 6066, section 3; RFC 7301).
 *
 * @param serverName the server name indication, or null where there is none
 * @param protocols the names of application protocols, most wanted first
 */
public record ClientHello(@Nullable String serverName, List<String> protocols) {

    /** Bytes of the longest ClientHello, record headers included, that is looked at. */
    public static final int MAX_BYTES = 16 * 1024;

    /** TLS records that a ClientHello may be spread over: more is nobody's honest way to send one. */
    static final int MAX_RECORDS = 64;

    private static final int HANDSHAKE_RECORD = 22;
    private static final int RECORD_HEAD_BYTES = 5;
    private static final int CLIENT_HELLO = 1;
    private static final int MESSAGE_HEAD_BYTES = 4;

    /** Keeps a copy of the list. */
    public ClientHello {
        protocols = List.copyOf(protocols);
    }

    /** Looks at the bytes so far, without moving the buffer's position. Never throws. */
    public static HelloPeek peek(ByteBuffer given) {
        ByteBuffer bytes = given.slice();
        byte[] message = new byte[Math.min(bytes.remaining(), MAX_BYTES)];
        int filled = 0;
        int at = 0;
        for (int records = 0; filled < MESSAGE_HEAD_BYTES || filled < wanted(message); records++) {
            int left = bytes.limit() - at;
            String wrong = wrongRecord(bytes, at, left, records);
            if (wrong != null) {
                return new HelloPeek.Malformed(wrong);
            }
            if (left < RECORD_HEAD_BYTES) {
                return more(bytes);
            }
            int there = Math.min(bytes.getShort(at + 3) & 0xffff, left - RECORD_HEAD_BYTES);
            int taken = Math.min(there, message.length - filled);
            bytes.get(at + RECORD_HEAD_BYTES, message, filled, taken);
            filled += taken;
            if (filled > 0 && (message[0] != CLIENT_HELLO || tooLong(message, filled))) {
                return new HelloPeek.Malformed("no ClientHello of a bearable length");
            }
            at += RECORD_HEAD_BYTES + (bytes.getShort(at + 3) & 0xffff);
            if (at > bytes.limit() && (filled < MESSAGE_HEAD_BYTES || filled < wanted(message))) {
                return more(bytes);
            }
        }
        return HelloBody.parse(ByteBuffer.wrap(message, MESSAGE_HEAD_BYTES, wanted(message) - MESSAGE_HEAD_BYTES));
    }

    private static HelloPeek more(ByteBuffer bytes) {
        return bytes.remaining() < MAX_BYTES
                ? new HelloPeek.More()
                : new HelloPeek.Malformed("a ClientHello that does not end in 16 KiB");
    }

    private static @Nullable String wrongRecord(ByteBuffer bytes, int at, int left, int records) {
        if (records >= MAX_RECORDS) {
            return "a ClientHello in too many records";
        }
        if ((left > 0 && bytes.get(at) != HANDSHAKE_RECORD) || (left > 1 && bytes.get(at + 1) != 3)) {
            return "no handshake record of TLS";
        }
        int length = left < RECORD_HEAD_BYTES ? 1 : bytes.getShort(at + 3) & 0xffff;
        return length == 0 || length > MAX_BYTES ? "a record of an impossible length" : null;
    }

    private static boolean tooLong(byte[] message, int filled) {
        return filled >= MESSAGE_HEAD_BYTES && wanted(message) > MAX_BYTES;
    }

    /** Bytes of the whole message, its head included. */
    private static int wanted(byte[] message) {
        return MESSAGE_HEAD_BYTES + ((message[1] & 0xff) << 16 | (message[2] & 0xff) << 8 | (message[3] & 0xff));
    }

    static String ascii(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
