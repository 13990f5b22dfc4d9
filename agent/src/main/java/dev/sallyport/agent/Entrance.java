package dev.sallyport.agent;

import dev.sallyport.api.machine.Joining;
import dev.sallyport.api.machine.LiveMachine;
import dev.sallyport.api.machine.Sleeper;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gets the identity; while auth cannot be reached, again and again. A refusal is final. */
final class Entrance {

    private static final Logger log = LoggerFactory.getLogger(Entrance.class);
    private static final Duration FIRST = Duration.ofMillis(250);
    private static final int MOST_DOUBLINGS = 7;

    private Entrance() {}

    static LiveMachine enter(Joining joining, Joining.Settings settings, Sleeper sleeper, RandomGenerator random)
            throws InterruptedException {
        String lastReason = "";
        for (int failed = 0; ; failed++) {
            try {
                return joining.enter(settings);
            } catch (Failure failure) {
                if (failure.code() != FailureCode.UNAVAILABLE) {
                    throw failure;
                }
                if (!failure.text().equals(lastReason)) {
                    log.warn("not joined yet reason={}", failure.text());
                    lastReason = failure.text();
                }
            }
            long bound = FIRST.toMillis() << Math.min(failed, MOST_DOUBLINGS);
            sleeper.sleep(Duration.ofMillis(bound / 2 + random.nextLong(bound / 2 + 1)));
        }
    }
}
