package dev.sallyport.agent.ssh;

import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** The input of a process that several people type to: one call at a time, and nothing while the session does not go on. */
final class SharedSink implements ChannelInput.Sink {

    private final ChannelInput.Sink sink;
    private final BooleanSupplier going;
    private final ReentrantLock turn = new ReentrantLock();

    SharedSink(ChannelInput.Sink sink, BooleanSupplier going) {
        this.sink = sink;
        this.going = going;
    }

    @Override
    public int offer(byte[] bytes, int offset, int length) throws IOException {
        if (!going.getAsBoolean()) {
            return length;
        }
        if (!turn.tryLock()) {
            return 0;
        }
        try {
            return sink.offer(bytes, offset, length);
        } finally {
            turn.unlock();
        }
    }

    @Override
    public boolean take(byte[] bytes, int offset, int length) throws IOException {
        turn.lock();
        try {
            return !going.getAsBoolean() || sink.take(bytes, offset, length);
        } finally {
            turn.unlock();
        }
    }

    @Override
    public void end() throws IOException {
        turn.lock();
        try {
            sink.end();
        } finally {
            turn.unlock();
        }
    }

    /** The same for somebody who joined: the end of his input is not the session's. */
    ChannelInput.Sink ofGuest() {
        return new ChannelInput.Sink() {
            @Override
            public int offer(byte[] bytes, int offset, int length) throws IOException {
                return SharedSink.this.offer(bytes, offset, length);
            }

            @Override
            public boolean take(byte[] bytes, int offset, int length) throws IOException {
                return SharedSink.this.take(bytes, offset, length);
            }

            @Override
            public void end() {
                // He is gone; the others type on.
            }
        };
    }
}
