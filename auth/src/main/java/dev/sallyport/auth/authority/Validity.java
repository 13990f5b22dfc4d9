package dev.sallyport.auth.authority;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * From when to when something that is signed now is valid.
 *
 * @param from a little before now: a verifier's clock may be behind
 */
record Validity(Instant from, Instant until) {

    /** As much as a knock's clock may be off, and a little more. */
    private static final Duration CLOCK_MARGIN = Duration.ofMinutes(2);

    static Validity of(Instant now, Duration ttl) {
        Instant second = now.truncatedTo(ChronoUnit.SECONDS);
        return new Validity(second.minus(CLOCK_MARGIN), second.plus(ttl));
    }
}
