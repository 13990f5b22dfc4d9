package dev.sallyport.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something failed that the caller asked for. Carries a {@link FailureCode}, which each edge (gRPC, SSH, terminal)
 * translates once, and a text for the person: what happened, what was expected, what to do next.
 *
 * <p>Outcomes that are expected, such as a denial, are returned as values instead.
 */
public final class Failure extends RuntimeException {

    private final FailureCode code;

    private Failure(FailureCode code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = Objects.requireNonNull(code);
    }

    /** A failure whose message tells all there is to tell. */
    public static Failure of(FailureCode code, String message) {
        return new Failure(code, message, null);
    }

    /** A failure that something lower caused; the cause is for the log, the message for the person. */
    public static Failure of(FailureCode code, String message, Throwable cause) {
        return new Failure(code, message, cause);
    }

    /** What kind of failure this is. */
    public FailureCode code() {
        return code;
    }

    /** The text for a person; never null. */
    public String text() {
        return Objects.requireNonNullElse(getMessage(), code.name());
    }
}
