package dev.sallyport.agent.tunnel;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.sallyport.api.v1.ControlFrame;
import dev.sallyport.protocols.tunnel.FrameOutcome;
import dev.sallyport.protocols.tunnel.FrameReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;

/** Control frames over a stream: one thread reads, any number write. */
final class Frames {

    private final InputStream in;
    private final OutputStream out;
    private final FrameReader reader = new FrameReader();
    private final ByteBuffer received = ByteBuffer.allocate(1024).limit(0);
    private final ReentrantLock writing = new ReentrantLock();

    Frames(InputStream in, OutputStream out) {
        this.in = in;
        this.out = out;
    }

    /** The next frame; waits for it. */
    ControlFrame read() throws IOException {
        while (true) {
            switch (reader.next(received)) {
                case FrameOutcome.Frame(byte[] payload) -> {
                    return parse(payload);
                }
                case FrameOutcome.Impossible(long length) ->
                    throw new IOException("the proxy sent a frame of " + length + " bytes; at most "
                            + FrameReader.MAX_PAYLOAD_BYTES + " are allowed");
                case FrameOutcome.More() -> receive();
            }
        }
    }

    private void receive() throws IOException {
        int count = in.read(received.array(), 0, received.capacity());
        if (count < 0) {
            throw new EOFException("the proxy ended the control stream");
        }
        received.position(0).limit(count);
    }

    private static ControlFrame parse(byte[] payload) throws IOException {
        try {
            return ControlFrame.parseFrom(payload);
        } catch (InvalidProtocolBufferException e) {
            throw new IOException("the proxy sent a frame that is no control frame", e);
        }
    }

    /** Writes a whole frame; safe for use by many threads. */
    void write(ControlFrame frame) throws IOException {
        byte[] bytes = FrameReader.encode(frame.toByteArray());
        writing.lock();
        try {
            out.write(bytes);
            out.flush();
        } finally {
            writing.unlock();
        }
    }
}
