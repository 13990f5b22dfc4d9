package dev.sallyport.server.wiring;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.net.BindException;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tries a start again while what it needs is not reachable: processes may be started in any order. */
final class Persistence {

    private static final Logger log = LoggerFactory.getLogger(Persistence.class);
    private static final Duration FIRST = Duration.ofMillis(250);
    private static final int MOST_DOUBLINGS = 7;
    private static final int DEEPEST_CAUSE = 16;

    private Persistence() {}

    static <T> T until(Supplier<T> start, RandomGenerator random) throws InterruptedException {
        String lastReason = "";
        for (int failed = 0; ; failed++) {
            try {
                return start.get();
            } catch (Failure failure) {
                if (failure.code() != FailureCode.UNAVAILABLE || isOfThisMachine(failure)) {
                    throw failure;
                }
                if (!failure.text().equals(lastReason)) {
                    log.warn("not started yet reason={}", failure.text());
                    lastReason = failure.text();
                }
            }
            long bound = FIRST.toMillis() << Math.min(failed, MOST_DOUBLINGS);
            Thread.sleep(bound / 2 + random.nextLong(bound / 2 + 1));
        }
    }

    /** A port that is taken stays taken. */
    private static boolean isOfThisMachine(Failure failure) {
        @Nullable Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
            if (cause instanceof BindException) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }
}
