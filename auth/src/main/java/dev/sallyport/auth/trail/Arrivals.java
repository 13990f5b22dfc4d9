package dev.sallyport.auth.trail;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** Whoever follows a recording waits here until more of it came. Safe for use by many threads. */
final class Arrivals {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition came = lock.newCondition();

    /** Something came. */
    void tell() {
        lock.lock();
        try {
            came.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Returns when it is so, or after this time. */
    void await(BooleanSupplier wanted, Duration most) throws InterruptedException {
        long left = most.toNanos();
        lock.lock();
        try {
            while (left > 0 && !wanted.getAsBoolean()) {
                left = Math.min(left, came.awaitNanos(left));
            }
        } finally {
            lock.unlock();
        }
    }
}
