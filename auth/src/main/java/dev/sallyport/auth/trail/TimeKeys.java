package dev.sallyport.auth.trail;

import dev.sallyport.auth.state.Keyspace;
import java.util.Locale;

/** Keys of events by time: a UUIDv7 begins with 48 bits of Unix milliseconds (RFC 9562, section 5.7). */
final class TimeKeys {

    private static final long LAST = (1L << 48) - 1;

    private TimeKeys() {}

    /** Before every key of this millisecond (their beginning, and no key itself), after every key of the one before. */
    static String first(long millis) {
        String hex = String.format(Locale.ROOT, "%012x", Math.clamp(millis, 0, LAST));
        return Keyspace.EVENTS + hex.substring(0, 8) + "-" + hex.substring(8);
    }
}
