package dev.sallyport.protocols.tunnel;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a control stream into frames: 4 bytes length (big endian, 1 to {@value #MAX_PAYLOAD_BYTES}), then so many bytes. Between frames
 * it holds no buffer; inside a frame it holds what has come, so that a length alone costs nothing. Not thread-safe.
 */
public final class FrameReader {

    /** Bytes of the longest frame without its length. */
    public static final int MAX_PAYLOAD_BYTES = 65_536;

    private static final int FIRST_BUFFER_BYTES = 512;

    private long length;
    private int lengthBytes;
    private byte @Nullable [] payload;
    private int filled;

    /** A frame on the wire. */
    public static byte[] encode(byte[] payload) {
        if (payload.length == 0 || payload.length > MAX_PAYLOAD_BYTES) {
            throw new IllegalArgumentException("a frame has 1 to 65536 bytes");
        }
        return ByteBuffer.allocate(4 + payload.length)
                .putInt(payload.length)
                .put(payload)
                .array();
    }

    /** Takes bytes until a frame is whole; call again until it says more is needed. Never throws. */
    public FrameOutcome next(ByteBuffer bytes) {
        while (lengthBytes < 4) {
            if (!bytes.hasRemaining()) {
                return new FrameOutcome.More();
            }
            length = length << 8 | (bytes.get() & 0xff);
            lengthBytes++;
        }
        if (length == 0 || length > MAX_PAYLOAD_BYTES) {
            return new FrameOutcome.Impossible(length);
        }
        byte[] inside = fill(bytes);
        if (filled < length) {
            return new FrameOutcome.More();
        }
        length = 0;
        lengthBytes = 0;
        payload = null;
        filled = 0;
        return new FrameOutcome.Frame(inside);
    }

    private byte[] fill(ByteBuffer bytes) {
        int taken = (int) Math.min(length - filled, bytes.remaining());
        byte[] inside = payload == null ? new byte[(int) Math.min(length, FIRST_BUFFER_BYTES)] : payload;
        if (filled + taken > inside.length) {
            int grown = Math.max(filled + taken, inside.length * 2);
            inside = Arrays.copyOf(inside, (int) Math.min(length, grown));
        }
        bytes.get(inside, filled, taken);
        filled += taken;
        payload = inside;
        return inside;
    }
}
