package dev.sallyport.auth.factors;

import dev.sallyport.auth.state.OneTimeCode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What authenticator apps read. */
public final class OtpUri {

    private OtpUri() {}

    /** {@code otpauth://totp/…}: a secret. */
    public static String of(String cluster, String user, byte[] seed) {
        String issuer = encoded("Sallyport " + cluster);
        return "otpauth://totp/" + issuer + ":" + encoded(user) + "?secret="
                + OneTimeCode.base32(seed).toUpperCase(Locale.ROOT) + "&issuer=" + issuer
                + "&algorithm=SHA1&digits=6&period=30";
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
