package dev.sallyport.auth.sso.provider;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;

/** Addresses that auth may dial, or send browsers to: {@code https}, and {@code http} to this host only. */
public final class ProviderUrl {

    private static final int LONGEST = 2048;
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]");

    private ProviderUrl() {}

    /**
     * The address in a text.
     *
     * @param what for the message
     * @throws Failure INVALID where it is none of these
     */
    public static URI parse(String text, String what) {
        try {
            URI uri = new URI(text);
            boolean fits = text.length() <= LONGEST
                    && uri.getHost() != null
                    && uri.getUserInfo() == null
                    && uri.getFragment() == null
                    && ("https".equals(uri.getScheme()) || isLoopback(uri));
            if (fits) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw wrong(text, what);
        }
        throw wrong(text, what);
    }

    /** Whether it is plain HTTP to this host. */
    public static boolean isLoopback(URI uri) {
        return "http".equals(uri.getScheme())
                && uri.getHost() != null
                && LOOPBACK.matcher(uri.getHost()).matches();
    }

    private static Failure wrong(String text, String what) {
        return Failure.of(
                FailureCode.INVALID,
                what + " '" + ProviderRefusals.shown(text)
                        + "': expected https://HOST/…, without user, password and #; http:// is for 127.0.0.1 only");
    }
}
