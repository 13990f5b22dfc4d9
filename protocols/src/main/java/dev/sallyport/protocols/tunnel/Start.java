package dev.sallyport.protocols.tunnel;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;

/**
 * What a proxy sends first on a data connection when it is paired with a client: {@code "SALLYGO"}, version 1, service 1, session id 16,
 * source length 1, source, MAC 24 by the stream's key over the nonce of the agent's preface and all before. Then come the session's bytes.
 *
 * @param service what follows
 * @param sessionId UUIDv7 that the proxy made
 * @param source where the client came from, {@code 1.2.3.4:567}; printable ASCII, at most {@value #MAX_SOURCE_BYTES} characters
 */
public record Start(Service service, UUID sessionId, String source) {

    /** Bytes up to and with the source's length: read these first. */
    public static final int HEAD_BYTES = 26;

    /** Characters of the longest source. */
    public static final int MAX_SOURCE_BYTES = 64;

    private static final byte[] MAGIC = "SALLYGO".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    private static final int SERVICE_AT = 8;
    private static final int SESSION_AT = 9;

    /** Checks the source. */
    public Start {
        if (source.length() > MAX_SOURCE_BYTES || !printable(source)) {
            throw new IllegalArgumentException("a source has at most 64 printable ASCII characters");
        }
    }

    /** The bytes for the agent whose preface had this nonce. */
    public byte[] encode(byte[] nonce, StreamKey key) {
        byte[] bytes = new byte[HEAD_BYTES + source.length() + StreamKey.MAC_BYTES];
        ByteBuffer fields = ByteBuffer.wrap(bytes)
                .put(MAGIC)
                .put((byte) VERSION)
                .put((byte) service.code())
                .putLong(sessionId.getMostSignificantBits())
                .putLong(sessionId.getLeastSignificantBits())
                .put((byte) source.length())
                .put(source.getBytes(StandardCharsets.US_ASCII));
        fields.put(key.mac(nonce, bytes, fields.position()));
        return bytes;
    }

    /**
     * Reads a start from the bytes so far, without moving the buffer's position. Never throws.
     *
     * @param nonce of the agent's own preface on this connection
     */
    public static StartPeek peek(ByteBuffer bytes, byte[] nonce, StreamKey key) {
        if (bytes.remaining() < HEAD_BYTES) {
            return new StartPeek.More(HEAD_BYTES);
        }
        int sourceLength = bytes.get(bytes.position() + HEAD_BYTES - 1) & 0xff;
        byte[] all = new byte[HEAD_BYTES + Math.min(sourceLength, MAX_SOURCE_BYTES) + StreamKey.MAC_BYTES];
        bytes.get(bytes.position(), all, 0, HEAD_BYTES);
        if (sourceLength > MAX_SOURCE_BYTES || all[7] != VERSION || !Arrays.equals(all, 0, 7, MAGIC, 0, 7)) {
            return new StartPeek.Wrong("no start of a session");
        }
        if (bytes.remaining() < all.length) {
            return new StartPeek.More(all.length);
        }
        bytes.get(bytes.position(), all);
        if (!key.signed(nonce, all)) {
            return new StartPeek.Wrong("a start that this stream's key did not sign");
        }
        return read(all, sourceLength);
    }

    private static StartPeek read(byte[] all, int sourceLength) {
        Service service = Service.of(all[SERVICE_AT]);
        String source = new String(all, HEAD_BYTES, sourceLength, StandardCharsets.ISO_8859_1);
        if (service == null || !printable(source)) {
            return new StartPeek.Wrong("a start with a service or source that this version does not know");
        }
        ByteBuffer id = ByteBuffer.wrap(all, SESSION_AT, 16);
        return new StartPeek.Genuine(new Start(service, new UUID(id.getLong(), id.getLong()), source), all.length);
    }

    private static boolean printable(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < 0x20 || text.charAt(i) > 0x7e) {
                return false;
            }
        }
        return true;
    }
}
