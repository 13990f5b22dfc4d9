package dev.sallyport.audit.playback;

import java.time.Duration;

/** Lets time pass. */
@FunctionalInterface
public interface Sleeper {

    /** {@link Thread#sleep(Duration)}. */
    Sleeper THREAD = Thread::sleep;

    void sleep(Duration time) throws InterruptedException;
}
