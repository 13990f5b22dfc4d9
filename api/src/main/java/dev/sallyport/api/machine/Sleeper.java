package dev.sallyport.api.machine;

import java.time.Duration;

/** Waiting, injected: tests wait on a manual clock. */
@FunctionalInterface
public interface Sleeper {

    /** Real time. */
    Sleeper SYSTEM = Thread::sleep;

    /** Returns when the time has passed. */
    void sleep(Duration time) throws InterruptedException;
}
