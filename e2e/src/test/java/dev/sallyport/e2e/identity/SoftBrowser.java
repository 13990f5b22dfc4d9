package dev.sallyport.e2e.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import dev.sallyport.api.v1.KeyAssertion;
import dev.sallyport.api.v1.KeyAttestation;
import dev.sallyport.api.v1.KeyOffer;
import dev.sallyport.api.v1.KeyRequest;
import dev.sallyport.testing.factor.SoftKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** What the proxies' page does in a browser with a security key, in its place: the same exchange, over HTTPS. */
final class SoftBrowser {

    private final SoftKey key = new SoftKey(new SecureRandom());
    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http = HttpClient.newBuilder().sslContext(tls()).build();

    /** Does what the page at this address asks for. */
    void answer(String address) {
        URI page = URI.create(address);
        String origin = page.getScheme() + "://" + page.getAuthority();
        assertThat(send(page.resolve("/second-factor"), "", "")).contains("second-factor.js");
        URI desk = page.resolve("/v1/second-factor");
        JsonNode asked = read(send(desk, page.getFragment(), ""));
        String answer = asked.has("create")
                ? made(asked.at("/create/publicKey"), origin)
                : signed(asked.at("/get/publicKey"), origin);
        assertThat(read(send(desk, page.getFragment(), answer)).path("done").asBoolean())
                .isTrue();
    }

    private String made(JsonNode asked, String origin) {
        KeyAttestation answer = key.register(KeyOffer.newBuilder()
                .setChallenge(bytes(asked.path("challenge")))
                .setRpId(asked.at("/rp/id").asText())
                .setOrigin(origin)
                .setUserHandle(bytes(asked.at("/user/id")))
                .build());
        ObjectNode response = json.createObjectNode()
                .put("clientDataJSON", text(answer.getClientData()))
                .put("attestationObject", text(answer.getAttestationObject()));
        return credential(response);
    }

    private String signed(JsonNode asked, String origin) {
        KeyAssertion answer = key.sign(KeyRequest.newBuilder()
                .setChallenge(bytes(asked.path("challenge")))
                .setRpId(asked.path("rpId").asText())
                .setOrigin(origin)
                .build());
        ObjectNode response = json.createObjectNode()
                .put("clientDataJSON", text(answer.getClientData()))
                .put("authenticatorData", text(answer.getAuthenticatorData()))
                .put("signature", text(answer.getSignature()))
                .put("userHandle", text(answer.getUserHandle()));
        return credential(response);
    }

    private String credential(ObjectNode response) {
        return json.createObjectNode()
                .put("id", text(key.id()))
                .put("type", "public-key")
                .<ObjectNode>set("response", response)
                .toString();
    }

    private String send(URI to, String code, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(to);
        if (!code.isEmpty()) {
            request.header("sallyport-code", code)
                    .header("content-type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body));
        }
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            return response.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private JsonNode read(String text) {
        try {
            return json.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ByteString bytes(JsonNode node) {
        return ByteString.copyFrom(Base64.getUrlDecoder().decode(node.asText()));
    }

    private static String text(ByteString bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
    }

    /** Takes the proxy's own certificate, as a person would who clicks a warning away. */
    private static SSLContext tls() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Anybody()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Anybody extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
