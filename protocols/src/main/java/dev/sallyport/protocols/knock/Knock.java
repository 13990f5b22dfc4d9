package dev.sallyport.protocols.knock;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes knocks and finds their end. {@link KnockCheck} verifies them.
 *
 * <pre>
 * "SALLYKNK"                       8   only on a bare connection
 * length                           1   of what follows; only on a bare connection
 * version = 1                      1
 * ticket                          17
 * time                             4   Unix seconds
 * nonce                           12
 * target length 1, target   1 .. 92    encrypted
 * mac                             16
 * </pre>
 */
public final class Knock {

    /** Bytes of the longest bare knock. */
    public static final int MAX_BYTES = 160;

    /** Bytes before a bare knock's body: the magic and the length. */
    public static final int HEAD_BYTES = 9;

    /** Random bytes that make a knock one of its kind. */
    public static final int NONCE_BYTES = 12;

    /** UTF-8 bytes of the longest target: so long that {@link KnockLabels} still make a valid DNS name. */
    public static final int MAX_TARGET_BYTES = 92;

    static final int VERSION = 1;
    static final int TIME_AT = 1 + Ticket.BYTES;
    static final int NONCE_AT = TIME_AT + 4;
    static final int TARGET_AT = NONCE_AT + NONCE_BYTES;
    static final int MAC_BYTES = 16;

    /** Bytes of a body without its target. */
    static final int FRAME_BYTES = TARGET_AT + 1 + MAC_BYTES;

    private static final byte[] MAGIC = {'S', 'A', 'L', 'L', 'Y', 'K', 'N', 'K'};

    private Knock() {}

    /**
     * What a client sends on a bare connection.
     *
     * @param ticketKey 32 bytes that came with the ticket
     * @param target name or id of the host, 1 to {@value #MAX_TARGET_BYTES} bytes of UTF-8
     * @param nowSeconds the client's clock, Unix seconds
     * @param nonce {@value #NONCE_BYTES} random bytes, new for each knock
     */
    public static byte[] encode(Ticket ticket, byte[] ticketKey, String target, long nowSeconds, byte[] nonce) {
        byte[] body = body(ticket, ticketKey, target, nowSeconds, nonce);
        byte[] knock = new byte[HEAD_BYTES + body.length];
        System.arraycopy(MAGIC, 0, knock, 0, MAGIC.length);
        knock[MAGIC.length] = (byte) body.length;
        System.arraycopy(body, 0, knock, HEAD_BYTES, body.length);
        return knock;
    }

    /** The same without magic and length: what {@link KnockLabels} make a server name of. */
    public static byte[] body(Ticket ticket, byte[] ticketKey, String target, long nowSeconds, byte[] nonce) {
        byte[] name = target.getBytes(StandardCharsets.UTF_8);
        if (name.length == 0 || name.length > MAX_TARGET_BYTES || nonce.length != NONCE_BYTES) {
            throw new IllegalArgumentException("a target has 1 to 92 bytes, a nonce 12");
        }
        byte[] body = new byte[FRAME_BYTES + name.length];
        body[0] = VERSION;
        System.arraycopy(ticket.bytes(), 0, body, 1, Ticket.BYTES);
        BigEndian.putInt(body, TIME_AT, nowSeconds);
        System.arraycopy(nonce, 0, body, NONCE_AT, NONCE_BYTES);
        body[TARGET_AT] = (byte) name.length;
        System.arraycopy(name, 0, body, TARGET_AT + 1, name.length);
        TicketKeys keys = new TicketKeys(ticketKey);
        keys.crypt(body, TARGET_AT, 1 + name.length, nonce);
        int signed = body.length - MAC_BYTES;
        System.arraycopy(keys.mac(body, 0, signed), 0, body, signed, MAC_BYTES);
        return body;
    }

    /**
     * How many bytes a bare knock has, told from its first {@value #HEAD_BYTES}.
     *
     * @return the count, {@link #HEAD_BYTES} when fewer than that are given (ask again with more), or -1 when this is no knock
     */
    public static int length(byte[] head) {
        for (int i = 0; i < Math.min(head.length, MAGIC.length); i++) {
            if (head[i] != MAGIC[i]) {
                return -1;
            }
        }
        if (head.length < HEAD_BYTES) {
            return HEAD_BYTES;
        }
        int body = head[MAGIC.length] & 0xff;
        return body > FRAME_BYTES && body <= FRAME_BYTES + MAX_TARGET_BYTES ? HEAD_BYTES + body : -1;
    }

    /** The body of a whole bare knock. */
    public static byte[] body(byte[] knock) {
        return Arrays.copyOfRange(knock, HEAD_BYTES, knock.length);
    }
}
