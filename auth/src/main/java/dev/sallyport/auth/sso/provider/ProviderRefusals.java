package dev.sallyport.auth.sso.provider;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;

/** How a login by a provider ends in a no. Texts of strangers are cut and freed of control characters. */
public final class ProviderRefusals {

    private static final int LONGEST = 200;

    private ProviderRefusals() {}

    /** The answer proves nobody. */
    public static Failure unproved(String why) {
        return Failure.of(FailureCode.UNAUTHENTICATED, "single sign-on refused: " + why);
    }

    /** The provider did something that nobody can work with. */
    public static Failure garbage(String who, String what) {
        return Failure.of(
                FailureCode.UNAVAILABLE,
                "the identity provider " + who + " " + what + ": try again, or ask whoever runs it");
    }

    /** Refuses where the browser did not bring what was given to it. */
    public static void requireState(String expected, String brought) {
        if (!MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.UTF_8), brought.getBytes(StandardCharsets.UTF_8))) {
            throw unproved("the answer belongs to another login. Begin again, and use the newest page");
        }
    }

    /** Refuses what the provider itself refused (RFC 6749, section 4.1.2.1). */
    public static void requireNoError(Map<String, String> parameters) {
        String error = parameters.getOrDefault("error", "");
        if (!error.isEmpty()) {
            String more = parameters.getOrDefault("error_description", "");
            throw unproved("the identity provider says " + shown(error) + (more.isEmpty() ? "" : ": " + shown(more)));
        }
    }

    /** Text from outside, as a person may see it. */
    public static String shown(String text) {
        String printable = text.replaceAll("\\p{Cntrl}", "?");
        return printable.length() <= LONGEST ? printable : printable.substring(0, LONGEST) + "…";
    }
}
