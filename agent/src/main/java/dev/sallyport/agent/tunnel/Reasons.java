package dev.sallyport.agent.tunnel;

import dev.sallyport.pki.x509.PeerRefused;
import org.jspecify.annotations.Nullable;

/** The part of a failure that says something to a person. */
final class Reasons {

    private static final int DEEPEST = 8;

    private Reasons() {}

    /** Why the proxy's certificate was refused, if that is it; else the failure's own text. */
    static String of(Throwable failure) {
        @Nullable Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            if (cause instanceof PeerRefused) {
                return String.valueOf(cause.getMessage());
            }
            cause = cause.getCause();
        }
        return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }
}
