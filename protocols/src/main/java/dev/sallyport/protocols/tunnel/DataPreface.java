package dev.sallyport.protocols.tunnel;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What an agent sends first on a data connection, {@value #BYTES} bytes: {@code "SALLYDAT"}, version 1, kind 1, six zeros, stream id 16,
 * dial id 16 (zero for a spare), nonce 16, MAC 24 by the stream's key over all before.
 */
public final class DataPreface {

    /** Bytes of a preface. */
    public static final int BYTES = 88;

    /** Bytes of stream ids, dial ids and nonces. */
    public static final int ID_BYTES = 16;

    private static final byte[] MAGIC = "SALLYDAT".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    private static final int KIND_AT = 9;
    private static final int STREAM_AT = 16;
    private static final int DIAL_AT = 32;
    private static final int NONCE_AT = 48;

    private final byte[] bytes;
    private final DataKind kind;

    private DataPreface(byte[] bytes, DataKind kind) {
        this.bytes = bytes;
        this.kind = kind;
    }

    /** The preface of a connection that waits to be used. */
    public static byte[] spare(byte[] streamId, byte[] nonce, StreamKey key) {
        return encode(DataKind.SPARE, streamId, new byte[ID_BYTES], nonce, key);
    }

    /** The preface of a connection that answers a dial. */
    public static byte[] answer(byte[] streamId, byte[] dialId, byte[] nonce, StreamKey key) {
        return encode(DataKind.ANSWER, streamId, dialId, nonce, key);
    }

    private static byte[] encode(DataKind kind, byte[] streamId, byte[] dialId, byte[] nonce, StreamKey key) {
        if (streamId.length != ID_BYTES || dialId.length != ID_BYTES || nonce.length != ID_BYTES) {
            throw new IllegalArgumentException("stream id, dial id and nonce have 16 bytes each");
        }
        byte[] bytes = new byte[BYTES];
        ByteBuffer fields = ByteBuffer.wrap(bytes)
                .put(MAGIC)
                .put((byte) VERSION)
                .put((byte) kind.code())
                .put(new byte[6])
                .put(streamId)
                .put(dialId)
                .put(nonce);
        fields.put(key.mac(new byte[0], bytes, fields.position()));
        return bytes;
    }

    /** Reads a preface; null when these bytes are none. Nothing is proved yet: {@link #signedBy}. Never throws. */
    public static @Nullable DataPreface parse(byte[] bytes) {
        if (bytes.length != BYTES
                || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)
                || bytes[8] != VERSION
                || !zero(bytes, KIND_AT + 1, STREAM_AT)) {
            return null;
        }
        DataKind kind = DataKind.of(bytes[KIND_AT]);
        boolean noDial = zero(bytes, DIAL_AT, NONCE_AT);
        return kind == null || noDial != (kind == DataKind.SPARE) ? null : new DataPreface(bytes.clone(), kind);
    }

    private static boolean zero(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }

    /** Spare or answer. */
    public DataKind kind() {
        return kind;
    }

    /** Of which control stream it claims to be, 16 bytes. */
    public byte[] streamId() {
        return Arrays.copyOfRange(bytes, STREAM_AT, DIAL_AT);
    }

    /** Which dial it answers, 16 bytes; zeros for a spare. */
    public byte[] dialId() {
        return Arrays.copyOfRange(bytes, DIAL_AT, NONCE_AT);
    }

    /** What the proxy's {@link Start} must be signed with, 16 bytes. */
    public byte[] nonce() {
        return Arrays.copyOfRange(bytes, NONCE_AT, NONCE_AT + ID_BYTES);
    }

    /** Whether the stream's key signed it. */
    public boolean signedBy(StreamKey key) {
        return key.signed(new byte[0], bytes);
    }
}
