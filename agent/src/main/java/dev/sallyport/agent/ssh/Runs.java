package dev.sallyport.agent.ssh;

import java.time.Duration;

/** Counts sessions, so that the end of the service can wait for theirs: their recordings must be ended first. */
final class Runs {

    private int count;

    synchronized void enter() {
        count++;
    }

    synchronized void leave() {
        count--;
        notifyAll();
    }

    /** Waits until there is none, at most this long; false when some are left. */
    synchronized boolean awaitNone(Duration most) throws InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        for (long left = most.toMillis(); count > 0 && left > 0; left = (end - System.nanoTime()) / 1_000_000) {
            wait(left);
        }
        return count == 0;
    }
}
