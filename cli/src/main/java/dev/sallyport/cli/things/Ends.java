package dev.sallyport.cli.things;

import com.google.protobuf.Timestamp;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Documents say when something ends; the API is asked for a span. */
final class Ends {

    private Ends() {}

    /** Whole seconds until then, 0 where nothing is said. */
    static long secondsLeft(boolean said, Timestamp end, InstantSource clock) {
        if (!said) {
            return 0;
        }
        Instant at = Instant.ofEpochSecond(end.getSeconds(), end.getNanos());
        long left = Duration.between(clock.instant(), at).toSeconds();
        if (left <= 0) {
            throw Failure.of(FailureCode.INVALID, at + " is over: expected a time to come");
        }
        return left;
    }
}
