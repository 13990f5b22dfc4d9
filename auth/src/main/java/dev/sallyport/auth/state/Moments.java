package dev.sallyport.auth.state;

import com.google.protobuf.Timestamp;
import java.time.Instant;

/** Instants in messages. */
public final class Moments {

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

    /** What a message says, however wild. */
    public static Instant read(Timestamp timestamp) {
        try {
            return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
        } catch (java.time.DateTimeException | ArithmeticException e) {
            return timestamp.getSeconds() < 0 ? Instant.EPOCH : Instant.ofEpochMilli(1L << 47);
        }
    }
}
