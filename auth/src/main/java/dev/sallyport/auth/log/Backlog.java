package dev.sallyport.auth.log;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Holds those back who deliver events faster than the log signs them, so that the time from an event's commit to its proof
 * stays short. Agents and services keep what waits in spools of their own, and nobody's access waits for them. For as many
 * threads as there are.
 */
public final class Backlog {

    /** Events: with a look's pause, about a second of the log's work on the slower of the stores. */
    private static final int MOST = 12_288;

    /** A log that signs nothing delays deliveries by that much, and stops none. */
    private static final Duration LONGEST = Duration.ofSeconds(2);

    private final int most;
    private final Duration longest;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition shorter = lock.newCondition();
    /** Let in, and not known to be signed. */
    private long unsigned;

    /** Of one log. */
    public Backlog() {
        this(MOST, LONGEST);
    }

    Backlog(int most, Duration longest) {
        this.most = most;
        this.longest = longest;
    }

    /** To be called before so many events are committed: returns when there is room, or after two seconds. */
    public void await(int events) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long nanos = longest.toNanos();
            while (unsigned > 0 && unsigned + events > most && nanos > 0) {
                nanos = shorter.awaitNanos(nanos);
            }
            unsigned += events;
        } finally {
            lock.unlock();
        }
    }

    /** So many more are under a checkpoint; whoever committed them. */
    void signed(long events) {
        shorten(events);
    }

    /** Nothing waits, or the log waits for something else than time. */
    void over() {
        shorten(Long.MAX_VALUE);
    }

    private void shorten(long by) {
        lock.lock();
        try {
            unsigned = Math.max(0, unsigned - by);
            shorter.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
