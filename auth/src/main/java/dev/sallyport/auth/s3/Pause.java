package dev.sallyport.auth.s3;

import java.time.Duration;

/** Waits between tries. There so that tests need not. */
@FunctionalInterface
interface Pause {

    void take(Duration time) throws InterruptedException;
}
