package dev.sallyport.cli.connect;

import dev.sallyport.api.ProxyAddress;
import dev.sallyport.pki.CaPin;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.net.ssl.HttpsURLConnection;

/** The pins that a proxy tells by {@code GET /v1/trust} under a certificate that the machine's trust store knows. */
@FunctionalInterface
public interface PublicTrust {

    /** The pins; empty where the proxy has no such certificate, or cannot be reached. */
    List<CaPin> pins(ProxyAddress proxy);

    /** By HTTPS, verified by {@link MachineTrust}. Redirects are not followed. */
    static PublicTrust byHttps() {
        return proxy -> {
            try {
                HttpsURLConnection asked = (HttpsURLConnection)
                        URI.create("https://" + proxy + "/v1/trust").toURL().openConnection();
                MachineTrust.socketFactory().ifPresent(asked::setSSLSocketFactory);
                asked.setInstanceFollowRedirects(false);
                asked.setConnectTimeout(10_000);
                asked.setReadTimeout(10_000);
                return asked.getResponseCode() == 200 ? read(asked) : List.of();
            } catch (IOException e) {
                return List.of();
            }
        };
    }

    private static List<CaPin> read(HttpsURLConnection asked) throws IOException {
        try (InputStream in = asked.getInputStream()) {
            String body = new String(in.readNBytes(65_536), StandardCharsets.UTF_8);
            return Pattern.compile("sha256:[0-9a-f]{64}")
                    .matcher(body)
                    .results()
                    .map(MatchResult::group)
                    .map(CaPin::parse)
                    .toList();
        }
    }
}
