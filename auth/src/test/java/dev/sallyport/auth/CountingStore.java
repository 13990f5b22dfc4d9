package dev.sallyport.auth;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.store.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A store that counts what is asked of it, and whose disk can be full. What the audit log reads and signs in its own time
 * is no part of any request's work, and is not counted.
 */
public final class CountingStore implements Store {

    private final Store store;
    private final List<Integer> commits = new ArrayList<>();
    private int reads;
    private volatile boolean full;
    private volatile boolean gone;

    public CountingStore(Store store) {
        this.store = store;
    }

    /** Forgets what was counted. */
    public synchronized void reset() {
        commits.clear();
        reads = 0;
    }

    /** Reads since then. */
    public synchronized int reads() {
        return reads;
    }

    /** Number of writes of each commit since then. */
    public synchronized List<Integer> commits() {
        return List.copyOf(commits);
    }

    /** From now on nothing can be written. */
    public void full(boolean isFull) {
        full = isFull;
    }

    /** From now on nothing can be read or written. */
    public void gone(boolean isGone) {
        gone = isGone;
    }

    @Override
    public Optional<Entry> get(String key) {
        read();
        return store.get(key);
    }

    @Override
    public List<Entry> range(String prefix, String after, int limit) {
        read();
        return store.range(prefix, after, limit);
    }

    @Override
    public List<Entry> rangeBackwards(String prefix, String before, int limit) {
        read();
        return store.rangeBackwards(prefix, before, limit);
    }

    @Override
    public long commit(List<Write> writes) {
        if (full || gone) {
            throw Failure.of(FailureCode.UNAVAILABLE, "the store cannot write: the disk is full");
        }
        synchronized (this) {
            if (!isLog()) {
                commits.add(writes.size());
            }
        }
        return store.commit(writes);
    }

    @Override
    public long revision() {
        return store.revision();
    }

    @Override
    public Watch watch(String prefix, long revision, Consumer<Change> consumer, Runnable lost) {
        return store.watch(prefix, revision, consumer, lost);
    }

    @Override
    public long grantLease(Duration ttl) {
        return store.grantLease(ttl);
    }

    @Override
    public void renewLease(long lease) {
        store.renewLease(lease);
    }

    @Override
    public void revokeLease(long lease) {
        store.revokeLease(lease);
    }

    @Override
    public void close() {
        store.close();
    }

    private synchronized void read() {
        if (gone) {
            throw Failure.of(FailureCode.UNAVAILABLE, "the store cannot read: the disk is gone");
        }
        if (!isLog()) {
            reads++;
        }
    }

    private static boolean isLog() {
        return Thread.currentThread().getName().equals("auth-log");
    }
}
