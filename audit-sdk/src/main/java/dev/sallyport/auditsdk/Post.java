package dev.sallyport.auditsdk;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Proxy;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import javax.net.ssl.HttpsURLConnection;

/** One POST of a batch. */
final class Post {

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(35);
    private static final int LONGEST_ANSWER = 16 * 1024;
    private static final int SHOWN = 300;
    private static final int LONGEST_RETRY = 3_600;
    private static final String PINS = "Sallyport-CA-Pins";

    private final Destination destination;
    private final ClusterTrust trust;
    private final ClusterSockets sockets;

    Post(Destination destination, ClusterTrust trust) {
        this.destination = destination;
        this.trust = trust;
        this.sockets = new ClusterSockets(trust);
    }

    /**
     * Returns when all of it is durable.
     *
     * @return the pins by which the cluster says that it is known from now on; empty where nothing is new
     * @throws Refusal where auth says no
     * @throws IOException where it is not known what became of it: to be sent again
     */
    Set<String> send(byte[] body) throws IOException {
        HttpsURLConnection connection = connect();
        connection.setFixedLengthStreamingMode(body.length);
        try (OutputStream out = connection.getOutputStream()) {
            out.write(body);
        }
        int status = connection.getResponseCode();
        String text = answer(connection, status);
        if (status != 200) {
            String shown = text.length() <= SHOWN ? text : text.substring(0, SHOWN);
            int retryAfter = Math.clamp(connection.getHeaderFieldInt("Retry-After", 0), 0, LONGEST_RETRY);
            throw new Refusal(status, shown.replaceAll("\\p{Cntrl}", " "), Duration.ofSeconds(retryAfter));
        }
        return pins(connection);
    }

    private HttpsURLConnection connect() throws IOException {
        try {
            URI uri = new URI(
                    "https",
                    null,
                    destination.host(),
                    destination.port(),
                    "/events/v1/" + destination.emitter(),
                    null,
                    null);
            HttpsURLConnection connection = (HttpsURLConnection) uri.toURL().openConnection(Proxy.NO_PROXY);
            connection.setSSLSocketFactory(sockets);
            // The trust manager looks at the name; the host of the address is only the way there.
            connection.setHostnameVerifier((_, session) -> ClusterTrust.AUTH.equals(session.getPeerHost()));
            connection.setConnectTimeout(Math.toIntExact(CONNECT_LIMIT.toMillis()));
            connection.setReadTimeout(Math.toIntExact(ANSWER_LIMIT.toMillis()));
            connection.setInstanceFollowRedirects(false);
            connection.setUseCaches(false);
            connection.setDoOutput(true);
            connection.setRequestMethod("POST");
            connection.setRequestProperty("Content-Type", "application/json");
            connection.setRequestProperty("Authorization", "Bearer " + destination.token());
            return connection;
        } catch (URISyntaxException e) {
            throw new IOException("no address of the audit log's cluster: " + destination, e);
        }
    }

    /** All of it, so that the connection serves the next one too. */
    private static String answer(HttpsURLConnection connection, int status) throws IOException {
        try (InputStream in = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            return in == null ? "" : new String(in.readNBytes(LONGEST_ANSWER), StandardCharsets.UTF_8);
        }
    }

    private Set<String> pins(HttpsURLConnection connection) {
        String said = connection.getHeaderField(PINS);
        Set<String> now =
                said == null ? Set.of() : Set.copyOf(List.of(said.strip().split("[ ,]+")));
        boolean fine = !now.isEmpty() && now.stream().allMatch(pin -> pin.matches("sha256:[0-9a-f]{64}"));
        return fine && !now.equals(trust.pins()) ? now : Set.of();
    }
}
