package dev.sallyport.auth.web;

import dev.sallyport.model.FailureCode;

/** How a failure is told where HTTP is spoken without gRPC (RFC 9110, section 15). */
public final class Statuses {

    public static final int OK = 200;
    public static final int UNAUTHENTICATED = 401;
    public static final int DENIED = 403;
    public static final int CONFLICT = 409;
    public static final int TOO_LARGE = 413;

    private Statuses() {}

    public static int of(FailureCode code) {
        return switch (code) {
            case INVALID -> 400;
            case UNAUTHENTICATED -> UNAUTHENTICATED;
            case DENIED -> DENIED;
            case NOT_FOUND -> 404;
            case CONFLICT -> CONFLICT;
            case EXHAUSTED -> 429;
            case UNAVAILABLE -> 503;
            case INTERNAL -> 500;
        };
    }
}
