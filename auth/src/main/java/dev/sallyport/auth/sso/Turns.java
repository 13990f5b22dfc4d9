package dev.sallyport.auth.sso;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Conversations with providers, at most {@value #AT_ONCE} for one connector: a slow provider takes no other's threads. */
final class Turns {

    static final int AT_ONCE = 16;

    private final Map<String, Integer> running = new HashMap<>();

    /** @throws Failure EXHAUSTED where as many as may be are waiting for this provider */
    <T> T take(String connector, Supplier<T> conversation) {
        begin(connector);
        try {
            return conversation.get();
        } finally {
            end(connector);
        }
    }

    private synchronized void begin(String connector) {
        int now = running.getOrDefault(connector, 0);
        if (now >= AT_ONCE) {
            throw Failure.of(
                    FailureCode.EXHAUSTED,
                    "the identity provider of " + connector
                            + " is slow, and many are waiting for it: try again in a minute");
        }
        running.put(connector, now + 1);
    }

    private synchronized void end(String connector) {
        running.computeIfPresent(connector, (_, now) -> now == 1 ? null : now - 1);
    }
}
