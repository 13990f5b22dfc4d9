package dev.sallyport.auth.rpc;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The calls under way: counted, so that auth can end when they have, and lets no new ones in by then. */
public final class InFlight {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition none = lock.newCondition();
    private int calls;
    private boolean draining;

    /**
     * A call begins.
     *
     * @return to be run when it ends; the first time counts
     * @throws Failure UNAVAILABLE while draining
     */
    Runnable begin() {
        lock.lock();
        try {
            if (draining) {
                throw Failure.of(FailureCode.UNAVAILABLE, "auth is stopping: try again in a moment");
            }
            calls++;
        } finally {
            lock.unlock();
        }
        AtomicBoolean ended = new AtomicBoolean();
        return () -> {
            if (ended.compareAndSet(false, true)) {
                end();
            }
        };
    }

    /** Lets no new calls in, and waits for those under way. Returns whether all have ended in time. */
    public boolean drain(Duration time) {
        long left = time.toNanos();
        lock.lock();
        try {
            draining = true;
            while (calls > 0 && left > 0) {
                left = none.awaitNanos(left);
            }
            return calls == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    private void end() {
        lock.lock();
        try {
            calls--;
            if (calls == 0) {
                none.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }
}
