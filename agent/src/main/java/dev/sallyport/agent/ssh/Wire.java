package dev.sallyport.agent.ssh;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousSocketChannel;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** What carries the bytes of a connection. One thread reads, one at a time writes. */
sealed interface Wire {

    static Wire of(Inbound inbound) {
        return switch (inbound) {
            case Inbound.Bare bare -> new Socket(bare.channel());
            case Inbound.Wrapped wrapped -> new Streams(wrapped);
        };
    }

    /** Reads at least one byte; -1 at the end. */
    int read(byte[] bytes) throws IOException;

    /**
     * Writes what can be written without waiting. False: not all could, and {@link #finish} must be called with the same bytes
     * before anything else is written.
     */
    boolean begin(ByteBuffer bytes) throws IOException;

    /** Writes all of it, or all that is left of it. */
    void finish(ByteBuffer bytes) throws IOException;

    /** Nothing more is there to be written at the moment. */
    void flush() throws IOException;

    /**
     * A socket. Its futures are done when they return wherever the kernel has bytes, or room for them: then no thread is woken, and
     * none was needed. A packet of a busy channel so costs its own system call and nothing else.
     */
    final class Socket implements Wire {

        private final AsynchronousSocketChannel channel;
        /** A write that the kernel had no room for. */
        private @Nullable Future<Integer> pending;

        private Socket(AsynchronousSocketChannel channel) {
            this.channel = channel;
        }

        @Override
        public int read(byte[] bytes) throws IOException {
            return done(channel.read(ByteBuffer.wrap(bytes)));
        }

        @Override
        public boolean begin(ByteBuffer bytes) throws IOException {
            while (bytes.hasRemaining()) {
                Future<Integer> writing = channel.write(bytes);
                if (!writing.isDone()) {
                    pending = writing;
                    return false;
                }
                int _ = done(writing);
            }
            return true;
        }

        @Override
        public void finish(ByteBuffer bytes) throws IOException {
            Future<Integer> begun = pending;
            pending = null;
            if (begun != null) {
                int _ = done(begun);
            }
            while (bytes.hasRemaining()) {
                int _ = done(channel.write(bytes));
            }
        }

        private static int done(Future<Integer> operation) throws IOException {
            try {
                return operation.get();
            } catch (ExecutionException e) {
                throw e.getCause() instanceof IOException failed ? failed : new IOException(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }

        @Override
        public void flush() {
            // Nothing is held back: Nagle's algorithm is off.
        }
    }

    /** Streams that block, as TLS has them. */
    final class Streams implements Wire {

        private final Inbound.Wrapped inbound;

        private Streams(Inbound.Wrapped inbound) {
            this.inbound = inbound;
        }

        @Override
        public int read(byte[] bytes) throws IOException {
            return inbound.in().read(bytes);
        }

        @Override
        public boolean begin(ByteBuffer bytes) {
            return !bytes.hasRemaining();
        }

        @Override
        public void finish(ByteBuffer bytes) throws IOException {
            byte[] left = new byte[bytes.remaining()];
            bytes.get(left);
            inbound.out().write(left);
        }

        @Override
        public void flush() throws IOException {
            inbound.out().flush();
        }
    }
}
