package dev.sallyport.store;

import java.time.Duration;

/**
 * How much history is kept for watches to go on from. A change goes when there are {@code changes} later ones, or when
 * it is older than {@code age}, whichever is first.
 */
public record HistoryLimits(long changes, Duration age) {

    /** 10,000 changes, one hour. */
    public static final HistoryLimits DEFAULT = new HistoryLimits(10_000, Duration.ofHours(1));
}
