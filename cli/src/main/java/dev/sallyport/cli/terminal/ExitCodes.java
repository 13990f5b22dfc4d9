package dev.sallyport.cli.terminal;

import dev.sallyport.model.FailureCode;

/** A failure's exit code: the numbers of sysexits.h, as {@code sally proxy ssh} has them. */
public final class ExitCodes {

    /** Wrong usage, or a request that makes no sense. */
    public static final int USAGE = 64;

    private ExitCodes() {}

    /** The table is in {@code docs/reference/failures.md}. */
    public static int of(FailureCode code) {
        return switch (code) {
            case INVALID -> USAGE;
            case UNAUTHENTICATED -> 77;
            case DENIED -> 77;
            case NOT_FOUND -> 68;
            case CONFLICT -> 73;
            case EXHAUSTED -> 75;
            case UNAVAILABLE -> 69;
            case INTERNAL -> 70;
        };
    }
}
