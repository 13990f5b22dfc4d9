package dev.sallyport.auth.authority;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * From when to when something that is signed now is valid.
 *
 * @param from a little before now: a verifier's clock may be behind
 */
public record Validity(Instant from, Instant until) {

    /** As much as a knock's clock may be off, and a little more. */
    private static final Duration CLOCK_MARGIN = Duration.ofMinutes(2);

    /** Before this begins what is signed until now, and nothing that {@link #notBefore} is told to begin there. */
    public static Instant afterThoseOf(Instant now) {
        return now.truncatedTo(ChronoUnit.SECONDS).minus(CLOCK_MARGIN).plusSeconds(1);
    }

    /** The same, begun at this moment if it would begin before. */
    Validity notBefore(Instant earliest) {
        return from.isBefore(earliest) ? new Validity(earliest, until) : this;
    }

    static Validity of(Instant now, Duration ttl) {
        Instant second = now.truncatedTo(ChronoUnit.SECONDS);
        return new Validity(second.minus(CLOCK_MARGIN), second.plus(ttl));
    }
}
