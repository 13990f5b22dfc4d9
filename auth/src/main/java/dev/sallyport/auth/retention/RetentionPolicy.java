package dev.sallyport.auth.retention;

import java.time.Duration;
import java.util.Optional;

/**
 * How long things are kept; empty for ever.
 *
 * @param events since auth stored them
 * @param recordings since their session ended
 */
public record RetentionPolicy(Optional<Duration> events, Optional<Duration> recordings) {

    /** Keeps everything. */
    public static final RetentionPolicy KEEP = new RetentionPolicy(Optional.empty(), Optional.empty());
}
