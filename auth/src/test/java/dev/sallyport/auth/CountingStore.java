package dev.sallyport.auth;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.store.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
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
    private volatile String unreadable = "nothing";
    private final List<Runnable> watchers = new CopyOnWriteArrayList<>();
    private Death death = Death.NONE;
    private int commitsLeft;
    private final List<List<Write>> written = new ArrayList<>();

    public CountingStore(Store store) {
        this.store = store;
    }

    /** When auth dies, as seen from its store. */
    public enum Death {
        NONE,
        /** Nothing of the next commit is there. */
        BEFORE_COMMIT,
        /** All of the next commit is there, and nobody heard of it. */
        AFTER_COMMIT
    }

    /** Auth dies at its next commit; from then on the store answers nobody, until {@link #revive}. */
    public void dieAtNextCommit(Death when) {
        dieAfter(0, when);
    }

    /** Auth dies at the commit that follows so many others. */
    public synchronized void dieAfter(int commits, Death when) {
        commitsLeft = commits;
        death = when;
    }

    /** As after a new start of auth. */
    public synchronized void revive() {
        death = Death.NONE;
        gone = false;
    }

    /** What was written since the last reset, commit by commit. */
    public synchronized List<List<Write>> written() {
        return List.copyOf(written);
    }

    /** Forgets what was counted. */
    public synchronized void reset() {
        written.clear();
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

    /** From now on lists under this prefix cannot be read. */
    public void unreadable(String prefix) {
        unreadable = prefix;
    }

    /** Whoever follows fell too far behind: they are to read anew. */
    public void loseWatches() {
        List<Runnable> lost = List.copyOf(watchers);
        watchers.clear();
        lost.forEach(Runnable::run);
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
        if (prefix.equals(unreadable)) {
            throw Failure.of(FailureCode.UNAVAILABLE, "the store cannot read " + prefix);
        }
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
        if (isLog()) {
            return store.commit(writes);
        }
        return switch (next(writes)) {
            case NONE -> store.commit(writes);
            case BEFORE_COMMIT -> throw killed();
            case AFTER_COMMIT -> {
                var _ = store.commit(writes);
                throw killed();
            }
        };
    }

    private synchronized Death next(List<Write> writes) {
        commits.add(writes.size());
        written.add(List.copyOf(writes));
        if (death == Death.NONE || commitsLeft-- > 0) {
            return Death.NONE;
        }
        gone = true;
        return death;
    }

    private static Failure killed() {
        return Failure.of(FailureCode.UNAVAILABLE, "auth was killed");
    }

    @Override
    public long revision() {
        return store.revision();
    }

    @Override
    public Watch watch(String prefix, long revision, Consumer<Change> consumer, Runnable lost) {
        watchers.add(lost);
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
