package dev.sallyport.agent.ssh;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.apache.sshd.common.io.AbstractIoWriteFuture;
import org.jspecify.annotations.Nullable;

/**
 * What a connection sends. A packet is written by the thread that brings it, if nothing is before it and the kernel has room; else
 * it is queued for the connection's writer. Nobody waits here but the writer: MINA holds a lock around each packet that the
 * reader needs too.
 *
 * <p>A thread that is about to write several packets may have them collected, to go out together: {@link #collect}, the packets,
 * {@link #send}. Whatever another thread writes meanwhile takes them along, so that nothing overtakes anything and an answer is
 * never kept back.
 */
final class Outgoing {

    private final Wire wire;
    private final Parcels parcels;
    private final Deque<Pending> queue = new ArrayDeque<>();
    private @Nullable ByteBuffer parcel;
    private @Nullable Thread collector;
    /** The writer has a packet, or is about to ask for one. */
    private boolean writing = true;

    private boolean ended;

    Outgoing(Wire wire, Parcels parcels) {
        this.wire = wire;
        this.parcels = parcels;
    }

    /** Bytes on their way out, and who wants to know. */
    record Pending(ByteBuffer bytes, Written written) {}

    static final class Written extends AbstractIoWriteFuture {
        Written(Object id) {
            super(id, null);
        }

        void done() {
            setValue(true);
        }

        void failed(Throwable cause) {
            setValue(cause);
        }
    }

    /** Whether it is on its way; if not, {@code written} will tell. */
    synchronized boolean write(ByteBuffer bytes, Written written) throws IOException {
        if (ended) {
            throw new ClosedChannelException();
        }
        if (parcel != null) {
            boolean fits = bytes.remaining() <= parcel.remaining();
            if (fits) {
                parcel.put(bytes);
            }
            if (!fits || !isCollector()) {
                dispatch();
            }
            if (fits) {
                return true;
            }
        }
        return writtenNow(bytes, written);
    }

    private boolean writtenNow(ByteBuffer bytes, Written written) throws IOException {
        if (!writing && queue.isEmpty() && wire.begin(bytes)) {
            return true;
        }
        queue.add(new Pending(bytes, written));
        notifyAll();
        return false;
    }

    /** What this thread writes from now on may be kept back until it calls {@link #send}, which must be before it waits. */
    synchronized void collect() {
        if (parcel == null && !ended) {
            parcel = parcels.take();
            collector = Thread.currentThread();
        }
    }

    /** Sends what this thread has had collected. */
    synchronized void send() throws IOException {
        if (isCollector()) {
            dispatch();
        }
    }

    private boolean isCollector() {
        return Thread.currentThread().equals(collector);
    }

    private void dispatch() throws IOException {
        ByteBuffer full = parcel;
        parcel = null;
        collector = null;
        if (full == null) {
            return;
        }
        Written written = new Written(full);
        written.addListener(_ -> parcels.giveBack(full));
        try {
            if (writtenNow(full.flip(), written)) {
                written.done();
            }
        } catch (IOException e) {
            written.failed(e);
            throw e;
        }
    }

    /** For the writer: what is to be written next; null when there will be nothing more. Flushes before it waits. */
    @Nullable
    Pending next() throws IOException, InterruptedException {
        synchronized (this) {
            Pending ready = queue.poll();
            if (ready != null || ended) {
                return ready;
            }
        }
        wire.flush();
        synchronized (this) {
            writing = !queue.isEmpty();
            while (queue.isEmpty() && !ended) {
                wait();
            }
            writing = true;
            return queue.poll();
        }
    }

    /** Takes no more. Returns what was not written. */
    synchronized List<Pending> end() {
        ended = true;
        List<Pending> dropped = List.copyOf(queue);
        queue.clear();
        if (parcel != null) {
            parcels.giveBack(parcel);
            parcel = null;
        }
        notifyAll();
        return dropped;
    }
}
