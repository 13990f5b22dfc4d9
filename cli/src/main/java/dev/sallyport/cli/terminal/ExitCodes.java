package dev.sallyport.cli.terminal;

import dev.sallyport.model.FailureCode;

/** A failure's exit code: the numbers of sysexits.h, as {@code sally proxy ssh} has them. */
public final class ExitCodes {

    /** Wrong usage. */
    public static final int USAGE = 64;

    private ExitCodes() {}

    /** One code for each kind of failure. */
    public static int of(FailureCode code) {
        return switch (code) {
            case INVALID -> 65;
            case UNAUTHENTICATED -> 77;
            case DENIED -> 71;
            case NOT_FOUND -> 68;
            case CONFLICT -> 73;
            case EXHAUSTED -> 75;
            case UNAVAILABLE -> 69;
            case INTERNAL -> 70;
        };
    }
}
