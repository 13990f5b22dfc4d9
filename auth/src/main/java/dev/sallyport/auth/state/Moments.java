package dev.sallyport.auth.state;

import com.google.protobuf.Timestamp;
import java.time.Instant;

/** Instants in messages. */
public final class Moments {

    /** Below 2^48 milliseconds. */
    private static final long LAST_SECOND = (1L << 48) / 1000 - 1;

    private Moments() {}

    public static Timestamp of(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }

    public static Timestamp ofMillis(long millis) {
        return of(Instant.ofEpochMilli(millis));
    }

    /** What a message says, cut to what an event's id can say: 1970 to the year 10889. */
    public static Instant read(Timestamp timestamp) {
        return Instant.ofEpochSecond(
                Math.clamp(timestamp.getSeconds(), 0, LAST_SECOND), Math.clamp(timestamp.getNanos(), 0, 999_999_999));
    }
}
