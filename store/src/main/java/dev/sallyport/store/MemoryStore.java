package dev.sallyport.store;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A store that lives as long as its process: for tests, and to show what {@link SqliteStore} does without its disk. */
public final class MemoryStore implements Store {

    private final ReentrantLock lock = new ReentrantLock();
    private final MemorySpace space = new MemorySpace();
    private final InstantSource clock;
    private final HistoryLimits limits;
    private final Watches watches;
    private final LeaseTimer timer;
    private boolean closed;

    /** @param clock decides when leases end */
    public MemoryStore(InstantSource clock) {
        this(clock, HistoryLimits.DEFAULT);
    }

    /** @param clock decides when leases end, and how old history is */
    public MemoryStore(InstantSource clock, HistoryLimits limits) {
        this.clock = clock;
        this.limits = limits;
        this.watches = new Watches(new History());
        this.timer = new LeaseTimer(() -> change(new Mutation.ExpireLeases()));
    }

    @Override
    public Optional<Entry> get(String key) {
        byte[] bytes = Keys.encode(key);
        return locked(() -> space.get(bytes, clock.millis()));
    }

    @Override
    public List<Entry> range(String prefix, String after, int limit) {
        KeyRange range = KeyRange.forwards(prefix, after, limit);
        return locked(() -> space.range(range, false, clock.millis()));
    }

    @Override
    public List<Entry> rangeBackwards(String prefix, String before, int limit) {
        KeyRange range = KeyRange.backwards(prefix, before, limit);
        return locked(() -> space.range(range, true, clock.millis()));
    }

    @Override
    public long commit(List<Write> writes) {
        return change(Bounds.commit(writes));
    }

    @Override
    public long revision() {
        return locked(space::revision);
    }

    @Override
    public Watch watch(String prefix, long revision, Consumer<Change> consumer, Runnable lost) {
        return watches.start(prefix, revision, consumer, lost);
    }

    @Override
    public long grantLease(Duration ttl) {
        long lease = change(Bounds.lease(ttl));
        timer.start();
        return lease;
    }

    @Override
    public void renewLease(long lease) {
        change(new Mutation.RenewLease(lease));
    }

    @Override
    public void revokeLease(long lease) {
        change(new Mutation.RevokeLease(lease));
    }

    private long change(Mutation mutation) {
        try {
            return locked(() -> apply(mutation));
        } finally {
            // Leases may have ended also where the mutation was refused.
            watches.wake();
        }
    }

    private long apply(Mutation mutation) {
        long now = clock.millis();
        space.begin(now);
        new Mutation.ExpireLeases().apply(space, now);
        space.begin(now);
        try {
            long result = mutation.apply(space, now);
            space.compact(limits, now);
            return result;
        } catch (Failure refused) {
            space.undo();
            throw refused;
        }
    }

    private <T> T locked(Supplier<T> step) {
        lock.lock();
        try {
            if (closed) {
                throw Failure.of(FailureCode.UNAVAILABLE, "store: it is closed");
            }
            return step.get();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        timer.close();
        watches.close();
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
    }

    private final class History implements ChangeHistory {

        @Override
        public Page after(byte[] prefix, long revision, int limit) {
            return locked(() -> space.changesAfter(prefix, revision, limit));
        }

        @Override
        public long revision() {
            return locked(space::revision);
        }
    }
}
