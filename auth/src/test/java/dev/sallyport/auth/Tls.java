package dev.sallyport.auth;

import dev.sallyport.pki.CaPin;
import dev.sallyport.pki.PemBundle;
import dev.sallyport.pki.ServerNames;
import dev.sallyport.pki.x509.PeerVerifier;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/** Programs that speak HTTP to auth, with a token in place of a certificate. */
public final class Tls {

    private Tls() {}

    public static HttpClient client(TestCluster cluster) {
        try {
            List<CaPin> pins = PemBundle.read(cluster.adminFile()).orElseThrow().certificates().stream()
                    .skip(2)
                    .map(CaPin::of)
                    .toList();
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    null,
                    new TrustManager[] {PeerVerifier.pinned(pins, cluster.clock).serverTrust(ServerNames.AUTH)},
                    null);
            return HttpClient.newBuilder().sslContext(context).build();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public static HttpResponse<String> post(
            HttpClient http, TestCluster cluster, String path, String token, String body) {
        try {
            return http.send(
                    HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + cluster.port() + path))
                            .header("Authorization", "Bearer " + token)
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
