package dev.sallyport.audit.recording;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The entries of one recording between the session's threads, which add, and the spool's thread, which takes. Everything
 * here is guarded by one lock, and nothing here does I/O.
 */
final class EntryQueue {

    /** Full buffers that may wait, besides the one being filled. */
    static final int MAX_QUEUED = 3;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final UUID session;
    private final RecordingMode mode;
    private final Runnable worker;
    private final ArrayDeque<EntryBuffer> full = new ArrayDeque<>();

    private EntryBuffer current;
    /** Packed ones, to be filled again: never more than can be under way. */
    private final ArrayDeque<EntryBuffer> spares = new ArrayDeque<>();
    /** Bytes of the current buffer that were taken to be kept. */
    private int kept;

    private boolean keepWanted;
    private boolean working;
    private @Nullable RecordingEnd end;
    private boolean finished;
    private @Nullable Failure failure;

    /**
     * @param first a buffer whose entries are kept already
     * @param worker starts somebody who calls {@link #take} until it has nothing; never blocks
     */
    EntryQueue(UUID session, EntryBuffer first, RecordingMode mode, Runnable worker) {
        this.session = session;
        this.current = first;
        this.kept = first.size();
        this.mode = mode;
        this.worker = worker;
    }

    /** What the spool's thread is to do next. */
    sealed interface Work {

        /** Pack a buffer; {@code last} is set with the last one. {@code hurried} if more wait. */
        record Seal(EntryBuffer entries, @Nullable RecordingEnd last, boolean hurried) implements Work {}

        /** Save these entries of the buffer that is being filled. */
        @SuppressWarnings("ArrayRecordComponent") // a copy of its own
        record Keep(long startMicros, byte[] entries) implements Work {}
    }

    /** Adds an entry; returns false to be called again with a fresh buffer. */
    interface Step {
        boolean tryAdd(EntryBuffer buffer);
    }

    /** Adds in one or several steps; waits while too much is queued, which lets others in between. */
    void add(Step step) {
        lock.lock();
        try {
            while (isOpen() && !step.tryAdd(current)) {
                rotate();
            }
            startWorker(!full.isEmpty());
        } finally {
            lock.unlock();
        }
    }

    private void rotate() {
        startWorker(!full.isEmpty());
        try {
            while (full.size() >= MAX_QUEUED && failure == null) {
                changed.await();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw Failure.of(FailureCode.UNAVAILABLE, "recording of session " + session + ": interrupted", stopped);
        }
        // Others may have put a fresh buffer in place while this one waited.
        if (!current.hasRoom()) {
            enqueue();
        }
    }

    private void enqueue() {
        long last = current.lastMicros();
        full.add(current);
        EntryBuffer spare = spares.poll();
        current = spare != null ? spare.reuse(last) : new EntryBuffer(last);
        kept = 0;
    }

    /** Adds the last entry and waits until everything is written. */
    void end(long micros, RecordingEnd how) {
        lock.lock();
        try {
            if (end == null && failure == null) {
                if (!current.hasRoom()) {
                    enqueue();
                }
                current.end(micros, how);
                enqueue();
                end = how;
            }
            startWorker(!full.isEmpty());
            while (!finished && failure == null) {
                changed.awaitUninterruptibly();
            }
            throwIfStrict();
        } finally {
            lock.unlock();
        }
    }

    /** Packs what began before {@code oldMicros}, saves what is newer. */
    void tick(long oldMicros) {
        lock.lock();
        try {
            if (end == null && failure == null && !current.isEmpty()) {
                if (current.startMicros() <= oldMicros && full.size() < MAX_QUEUED) {
                    spares.clear();
                    enqueue();
                } else {
                    keepWanted = current.size() > kept;
                }
            }
            startWorker(!full.isEmpty() || keepWanted);
        } finally {
            lock.unlock();
        }
    }

    private void startWorker(boolean wanted) {
        if (wanted && !working && failure == null && !finished) {
            working = true;
            worker.run();
        }
    }

    /** The next work; empty when there is none, and then whoever called stops. */
    Optional<Work> take() {
        lock.lock();
        try {
            Optional<Work> work = failure != null ? Optional.empty() : next();
            working = work.isPresent();
            return work;
        } finally {
            lock.unlock();
        }
    }

    private Optional<Work> next() {
        EntryBuffer oldest = full.poll();
        if (oldest != null) {
            changed.signalAll();
            return Optional.of(new Work.Seal(oldest, full.isEmpty() ? end : null, full.size() > 1));
        }
        if (!keepWanted || kept == current.size()) {
            return Optional.empty();
        }
        keepWanted = false;
        byte[] fresh = Arrays.copyOfRange(current.array(), kept, current.size());
        kept = current.size();
        return Optional.of(new Work.Keep(current.startMicros(), fresh));
    }

    /** A packed buffer comes back to be filled again. */
    void release(EntryBuffer packed) {
        lock.lock();
        try {
            if (packed.isLarge()) {
                spares.add(packed);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Everything is written. */
    void finish() {
        lock.lock();
        try {
            finished = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Nothing more will be written. @return whether it is the first failure */
    boolean fail(Failure cause) {
        lock.lock();
        try {
            boolean first = failure == null;
            failure = first ? cause : failure;
            full.clear();
            working = false;
            changed.signalAll();
            return first;
        } finally {
            lock.unlock();
        }
    }

    Optional<Failure> failure() {
        lock.lock();
        try {
            return Optional.ofNullable(failure);
        } finally {
            lock.unlock();
        }
    }

    boolean isOver() {
        lock.lock();
        try {
            return finished || failure != null;
        } finally {
            lock.unlock();
        }
    }

    private boolean isOpen() {
        throwIfStrict();
        if (end != null) {
            throw Failure.of(FailureCode.CONFLICT, "recording of session " + session + " is over");
        }
        return failure == null;
    }

    private void throwIfStrict() {
        if (failure != null && mode == RecordingMode.STRICT) {
            throw Failure.of(failure.code(), failure.text(), failure);
        }
    }
}
