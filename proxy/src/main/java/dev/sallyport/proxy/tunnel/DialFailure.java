package dev.sallyport.proxy.tunnel;

/** Why a dial ended without a connection; the reason may come from the agent and is no more than 200 printable characters. */
public record DialFailure(Kind kind, String reason) {

    /** What to tell a person. */
    public enum Kind {
        /** The agent said no. */
        REFUSED,
        /** Nothing came in time. */
        TIMEOUT,
        /** The agent's stream ended meanwhile, or before. */
        GONE,
        /** Too many dials are on their way to this agent. */
        BUSY
    }

    private static final int MAX_REASON = 200;

    /** Makes the reason fit to be shown. */
    public DialFailure {
        reason = shown(reason);
    }

    private static String shown(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints()
                .limit(MAX_REASON)
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
                .forEach(shown::appendCodePoint);
        return shown.toString();
    }
}
