package dev.sallyport.cli.knock;

/** How {@code sally proxy ssh} ends besides {@link dev.sallyport.protocols.knock.KnockAnswer}'s codes: the numbers of sysexits.h. */
public final class Exit {

    public static final int OK = 0;

    /** Wrong usage. */
    public static final int USAGE = 64;

    /** The agent is away. */
    public static final int AWAY = 69;

    /** A defect of this program. */
    public static final int DEFECT = 70;

    /** The proxy cannot be reached, or broke off. */
    public static final int UNREACHABLE = 74;

    /** Not logged in, or no longer. */
    public static final int NO_LOGIN = 77;

    private Exit() {}
}
