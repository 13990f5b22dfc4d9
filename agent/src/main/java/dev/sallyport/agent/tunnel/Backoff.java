package dev.sallyport.agent.tunnel;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Waits between attempts with full jitter: {@code random(0, min(30 s, 0.25 s * 2^n))}. Agents that lost the same proxy
 * at the same moment come back spread over the time, not all at once.
 */
final class Backoff {

    private static final long FIRST_MILLIS = 250;
    private static final long LONGEST_MILLIS = 30_000;
    /** 0.25 s * 2^7 is over the longest. */
    private static final int MOST_DOUBLINGS = 7;

    private final RandomGenerator random;
    private int failures;

    Backoff(RandomGenerator random) {
        this.random = random;
    }

    /** How long to wait now; longer after each call in the mean. */
    synchronized Duration next() {
        long bound = Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(failures, MOST_DOUBLINGS));
        failures++;
        return Duration.ofMillis(random.nextLong(bound + 1));
    }

    /** It works again. */
    synchronized void reset() {
        failures = 0;
    }
}
