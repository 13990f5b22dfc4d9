package dev.sallyport.auditsdk;

import java.io.IOException;
import java.io.Serial;
import java.time.Duration;

/** Auth does not take a batch: nothing of it is stored. */
final class Refusal extends IOException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final Duration retryAfter;

    Refusal(int status, String text, Duration retryAfter) {
        super("auth answered " + status + ": " + text);
        this.retryAfter = retryAfter;
    }

    /** How long to wait at least. */
    Duration retryAfter() {
        return retryAfter;
    }
}
