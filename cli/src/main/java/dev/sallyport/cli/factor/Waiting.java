package dev.sallyport.cli.factor;

import com.google.protobuf.Timestamp;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** Waits for what happens elsewhere: in a browser, or where the person is logged in. */
public final class Waiting {

    private Waiting() {}

    /**
     * Asks until there is an answer.
     *
     * @param end when it is over
     * @param ask empty: not yet
     * @throws Failure UNAUTHENTICATED where it is over
     */
    public static <T> T until(Timestamp end, Duration pause, Supplier<Optional<T>> ask) {
        Instant over = Instant.ofEpochSecond(end.getSeconds());
        while (true) {
            Optional<T> answer = ask.get();
            if (answer.isPresent()) {
                return answer.get();
            }
            if (!Instant.now().isBefore(over)) {
                throw Failure.of(FailureCode.UNAUTHENTICATED, "nobody answered in time: try again");
            }
            sleep(pause);
        }
    }

    private static void sleep(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.of(FailureCode.UNAVAILABLE, "interrupted", e);
        }
    }
}
