package dev.sallyport.audit.event;

import dev.sallyport.audit.Disk;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Events on an agent's disk, on their way to auth. What {@link #append} took survives the loss of power and is delivered at least
 * once, in order, until the sink acknowledges it; after a restart some come again. When the spool is full, append fails, and
 * what was to be audited must not happen. Safe for use by many threads: those that append at the same time share one
 * force of the disk.
 */
public final class EventSpool implements AutoCloseable {

    /** 256 MiB: half a million events. */
    public static final long DEFAULT_MAX_BYTES = 256L << 20;

    private final Path directory;
    private final long maxBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition appended = lock.newCondition();
    private final SpoolFiles files;
    private final GroupForce force;
    private final EventDelivery delivery;
    private boolean closed;

    EventSpool(Path directory, long maxBytes, EventSink sink, EventSpoolListener listener, Disk disk) {
        this.directory = directory;
        this.maxBytes = maxBytes;
        try {
            this.files = new SpoolFiles(directory, disk);
        } catch (IOException unusable) {
            throw cannot("use " + directory, unusable);
        }
        this.force = new GroupForce(files, lock, disk);
        this.delivery = new EventDelivery(this, sink, listener, directory.resolve("refused"));
    }

    /**
     * Opens the directory, makes it where it is not, and begins to deliver what is in it.
     *
     * @param maxBytes most bytes it may hold
     */
    public static EventSpool open(Path directory, long maxBytes, EventSink sink, EventSpoolListener listener) {
        EventSpool spool = new EventSpool(directory, maxBytes, sink, listener, Disk.REAL);
        spool.delivery.start();
        return spool;
    }

    /**
     * Returns when the event is on the disk, forced.
     *
     * @throws Failure EXHAUSTED when the spool is full, UNAVAILABLE when it cannot be written: do not go on with what the event is about
     */
    public void append(AuditEvent event) {
        append(FlatEvent.of(event));
    }

    void append(FlatEvent event) {
        try {
            force.await(written(event));
        } catch (IOException unwritable) {
            throw cannot("write to " + directory, unwritable);
        }
    }

    private long written(FlatEvent event) throws IOException {
        lock.lock();
        try {
            requireOpen();
            ByteBuffer frame = EventFrames.write(event);
            requireRoom(frame.remaining());
            files.append(frame);
            appended.signalAll();
            return force.wrote();
        } finally {
            lock.unlock();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw Failure.of(FailureCode.UNAVAILABLE, "audit events: the spool is closed");
        }
    }

    private void requireRoom(int more) {
        if (files.bytes() + more > maxBytes) {
            throw Failure.of(
                    FailureCode.EXHAUSTED,
                    "audit events: the spool " + directory + " is full: " + files.bytes() + " of " + maxBytes
                            + " bytes wait for auth. Nothing may happen that is not in the trail. Next: see why auth is not reached, or raise the limit");
        }
    }

    /** Delivers, on this thread, what is there. @throws Failure when a part of it was not acknowledged */
    void deliver() {
        delivery.deliverAll();
    }

    /** The file to deliver from; empty when all is delivered. */
    Optional<Path> first() {
        lock.lock();
        try {
            return files.first();
        } finally {
            lock.unlock();
        }
    }

    /** Takes the first file out of the spool, unless something was added that {@code segment} did not deliver yet. */
    boolean removeFirst(EventSegment segment) throws IOException {
        lock.lock();
        try {
            if (!segment.read(1).events().isEmpty()) {
                return false;
            }
            if (segment.isDamaged()) {
                delivery.tellDamaged(files.setFirstAside());
            } else {
                files.removeFirst();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until there is something to deliver. @return false when closed */
    boolean awaitWork() throws InterruptedException {
        lock.lock();
        try {
            while (!closed && files.first().isEmpty()) {
                appended.await();
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    static Failure cannot(String what, IOException cause) {
        return Failure.of(
                FailureCode.UNAVAILABLE,
                "audit events: cannot " + what + ": " + cause.getMessage()
                        + ". Next: see whether the disk is full or read-only",
                cause);
    }

    /** Stops delivering; what is not delivered stays for the next start. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            appended.signalAll();
            files.close();
        } catch (IOException alreadyWritten) {
            // Everything that append returned from is on the disk.
            return;
        } finally {
            lock.unlock();
            delivery.close();
        }
    }
}
