package dev.sallyport.model.role;

import java.time.Duration;

/**
 * What its holders may do and may not do. What one role denies no other allows.
 *
 * @param name unique in the cluster
 * @param options what sessions are like
 * @param allow what it opens; empty opens nothing
 * @param deny what it closes, whatever opens it
 */
public record Role(String name, Options options, Conditions allow, Conditions deny) {

    /** Longest life of any user certificate. */
    public static final Duration LONGEST_TTL = Duration.ofHours(30);

    /** Life of a user certificate where nothing else is said. */
    public static final Duration DEFAULT_TTL = Duration.ofHours(12);

    /** Longest life of a certificate that this role goes into. */
    public Duration maxSessionTtl() {
        return options.maxSessionTtl().orElse(LONGEST_TTL);
    }
}
