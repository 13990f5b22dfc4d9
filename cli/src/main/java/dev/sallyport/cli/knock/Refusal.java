package dev.sallyport.cli.knock;

/** Why there is no way to the host: one line for the person, and the exit code. */
final class Refusal extends Exception {

    private static final long serialVersionUID = 1;

    private final int exitCode;

    Refusal(int exitCode, String text) {
        // No stack trace: it would never be shown.
        super(text, null, false, false);
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }

    /** What happened and what to do next; may carry words of the proxy, so that it has to be neutralised before a terminal sees it. */
    String text() {
        return String.valueOf(getMessage());
    }
}
