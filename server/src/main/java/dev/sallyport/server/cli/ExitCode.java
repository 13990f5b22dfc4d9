package dev.sallyport.server.cli;

/** How the process ends, after sysexits.h where it has a word for it. */
public final class ExitCode {

    /** Done, or drained. */
    public static final int OK = 0;
    /** {@code status}: not ready, or not running. */
    public static final int NOT_READY = 1;
    /** The command line makes no sense. */
    public static final int USAGE = 64;
    /** Something needed is not reachable. */
    public static final int UNAVAILABLE = 69;
    /** A defect. */
    public static final int INTERNAL = 70;
    /** An address cannot be bound, a file cannot be made. */
    public static final int CANNOT_CREATE = 73;
    /** Joining was refused. */
    public static final int REFUSED = 77;
    /** The configuration is wrong. */
    public static final int CONFIG = 78;

    private ExitCode() {}
}
