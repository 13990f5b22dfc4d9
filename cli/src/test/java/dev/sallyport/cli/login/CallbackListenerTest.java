package dev.sallyport.cli.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sallyport.model.Failure;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What comes to the port that waits for a browser. */
class CallbackListenerTest {

    private static final String URL = "https://id.example.com/authorize?client_id=sally&state=right";
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Test
    void theAnswerOfThisLoginIsTakenAndNoOther() throws IOException {
        try (CallbackListener listener = CallbackListener.open("corp", 0)) {
            // Given
            CompletableFuture<Map<String, String>> answer =
                    CompletableFuture.supplyAsync(() -> listener.await(URL, LIMIT));
            String place = listener.redirectUri();

            // When
            int wrongState = get(place + "?code=evil&state=wrong");
            int noState = get(place + "?code=evil");
            int twice = get(place + "?code=evil&code=x&state=right");
            int otherPath = get(place.replace("/corp", "/other") + "?code=evil&state=right");
            int nothing = get(place);
            int right = get(place + "?code=a%20b&state=right");

            // Then
            assertThat(new int[] {wrongState, noState, twice, otherPath, nothing})
                    .containsOnly(400);
            assertThat(right).isEqualTo(200);
            assertThat(answer.join()).containsEntry("code", "a b").containsEntry("state", "right");
        }
    }

    @Test
    void aFormIsTakenToo() throws IOException {
        try (CallbackListener listener = CallbackListener.open("corp", 0)) {
            // Given
            CompletableFuture<Map<String, String>> answer = CompletableFuture.supplyAsync(
                    () -> listener.await("https://id.example.com/sso?SAMLRequest=x&RelayState=right", LIMIT));

            // When
            HttpURLConnection connection = (HttpURLConnection)
                    URI.create(listener.redirectUri()).toURL().openConnection();
            connection.setDoOutput(true);
            connection.getOutputStream().write("SAMLResponse=PD94&RelayState=right".getBytes(StandardCharsets.UTF_8));

            // Then
            assertThat(connection.getResponseCode()).isEqualTo(200);
            assertThat(answer.join()).containsEntry("SAMLResponse", "PD94");
        }
    }

    @Test
    void aWebsiteThatGaveThisHostItsOwnNameIsRefused() throws IOException {
        try (CallbackListener listener = CallbackListener.open("corp", 0)) {
            // Given
            CompletableFuture<Map<String, String>> answer =
                    CompletableFuture.supplyAsync(() -> listener.await(URL, LIMIT));

            // When
            String reply;
            try (Socket socket = new Socket(
                    InetAddress.getLoopbackAddress(),
                    URI.create(listener.redirectUri()).getPort())) {
                socket.getOutputStream()
                        .write(
                                "GET /callback/corp?code=x&state=right HTTP/1.1\r\nHost: evil.example.com\r\nConnection: close\r\n\r\n"
                                        .getBytes(StandardCharsets.US_ASCII));
                reply = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            }

            // Then
            assertThat(reply).startsWith("HTTP/1.1 400").contains("Content-security-policy: default-src 'none'");
            assertThat(answer).isNotDone();
        }
    }

    @Test
    void aBrowserThatDoesNotComeBackIsNotWaitedForWithoutEnd() {
        try (CallbackListener listener = CallbackListener.open("corp", 0)) {
            // When
            Failure failure = catchThrowableOfType(Failure.class, () -> listener.await(URL, Duration.ofMillis(1)));

            // Then
            assertThat(failure.text()).contains("did not come back");
        }
    }

    @Test
    void aPortThatIsTakenIsTold() {
        try (CallbackListener first = CallbackListener.open("corp", 0)) {
            // When
            int port = URI.create(first.redirectUri()).getPort();
            Failure failure = catchThrowableOfType(Failure.class, () -> CallbackListener.open("corp", port));

            // Then
            assertThat(failure.text()).contains("127.0.0.1:" + port, "another login");
        }
    }

    private static int get(String url) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(url).toURL().openConnection();
        return connection.getResponseCode();
    }
}
