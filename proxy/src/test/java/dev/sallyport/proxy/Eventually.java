package dev.sallyport.proxy;

import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for a condition that another thread brings about, for 15 s at most. */
final class Eventually {

    private Eventually() {}

    static void is(Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + 15_000_000_000L;
        while (!condition.call()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within 15 s");
            }
            LockSupport.parkNanos(2_000_000);
        }
    }
}
