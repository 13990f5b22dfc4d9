package dev.sallyport.auth.sso;

import dev.sallyport.auth.sso.provider.ProviderRefusals;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.util.regex.Pattern;

/** Where answers may go: to a port of the loopback interface of the person's own machine (RFC 8252, section 7.3). */
final class Redirect {

    private static final Pattern PORT = Pattern.compile("[1-9][0-9]{0,4}");
    private static final String BEGIN = "http://127.0.0.1:";

    private Redirect() {}

    /** @throws Failure INVALID for any other */
    static void require(String uri, String connector) {
        String path = "/callback/" + connector;
        boolean fits = uri.startsWith(BEGIN)
                && uri.endsWith(path)
                && uri.length() > BEGIN.length() + path.length()
                && PORT.matcher(uri.substring(BEGIN.length(), uri.length() - path.length()))
                        .matches();
        if (!fits) {
            throw Failure.of(
                    FailureCode.INVALID,
                    "redirect_uri '" + ProviderRefusals.shown(uri) + "': expected " + BEGIN + "PORT" + path);
        }
    }
}
