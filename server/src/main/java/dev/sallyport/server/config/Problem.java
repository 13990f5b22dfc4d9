package dev.sallyport.server.config;

/**
 * One mistake in the configuration.
 *
 * @param place {@code file:line:column}, or the flag or variable that said it
 * @param what what is wrong, what was expected, what comes nearest
 */
public record Problem(String place, String what) {

    @Override
    public String toString() {
        return place + ": " + what;
    }
}
