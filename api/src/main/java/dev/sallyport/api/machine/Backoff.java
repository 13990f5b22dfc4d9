package dev.sallyport.api.machine;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next try: between half and all of {@code first * 2^failed}, at most {@code longest}.
 */
record Backoff(Duration first, Duration longest) {

    private static final int MAX_DOUBLINGS = 30;

    Duration delay(int failed, RandomGenerator random) {
        long millis = first.toMillis() << Math.min(failed, MAX_DOUBLINGS);
        long limit = Math.min(millis, longest.toMillis());
        return Duration.ofMillis(limit / 2 + random.nextLong(limit / 2 + 1));
    }
}
