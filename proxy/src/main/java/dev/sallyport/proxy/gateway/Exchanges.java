package dev.sallyport.proxy.gateway;

/** Carries what a browser says to auth, and back. The proxy reads nothing of it. */
@FunctionalInterface
public interface Exchanges {

    /** Where there is no auth to ask. */
    Exchanges NONE = (_, _) -> {
        throw dev.sallyport.model.Failure.of(
                dev.sallyport.model.FailureCode.UNAVAILABLE, "auth is not reachable now: try again");
    };

    /**
     * Asks auth; blocks.
     *
     * @param code names the challenge
     * @param json at most {@value Gateway#LONGEST_BODY} bytes
     * @throws dev.sallyport.model.Failure what auth says
     */
    byte[] exchange(String code, byte[] json);
}
