package dev.sallyport.agent.ssh;

import java.io.Closeable;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.AsynchronousSocketChannel;

/** A connection that the tunnel hands over: what follows on it is SSH, beginning with the client's version line. */
public sealed interface Inbound {

    /** UUID of the passage as the proxy named it; the first recorded session of the connection has it too. */
    String sessionId();

    /** Where the person comes from as the proxy saw it, {@code 192.0.2.1:5555}. Without it nobody gets in. */
    String source();

    /** Ends the connection without a word. */
    void close();

    /**
     * Straight on a socket.
     *
     * @param channel connected, without Nagle's delay, at the first byte of SSH; best opened in {@link SshService#group()}, any
     *     group will do
     */
    record Bare(AsynchronousSocketChannel channel, String sessionId, String source) implements Inbound {
        @Override
        public void close() {
            Closing.quietly(channel);
        }
    }

    /**
     * Inside something that is read and written by blocking, such as TLS.
     *
     * @param in read by one virtual thread; a read must end when {@code closer} is closed
     * @param out written by one virtual thread, flushed when nothing more is queued
     * @param closer closes both and what is below
     */
    record Wrapped(InputStream in, OutputStream out, Closeable closer, String sessionId, String source)
            implements Inbound {
        @Override
        public void close() {
            Closing.quietly(closer);
        }
    }
}
