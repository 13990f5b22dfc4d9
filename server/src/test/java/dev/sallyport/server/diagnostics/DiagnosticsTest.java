package dev.sallyport.server.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.model.Metric;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DiagnosticsTest {

    private final Told told = new Told();
    private Diagnostics diagnostics;

    /** A process that says what a test wants. */
    private static final class Told implements Subject {
        private volatile List<RoleState> roles = List.of(new RoleState("proxy", true, "listens on 127.0.0.1:3080"));
        private volatile boolean draining;

        @Override
        public List<RoleState> roles() {
            return roles;
        }

        @Override
        public boolean draining() {
            return draining;
        }

        @Override
        public List<Metric> metrics() {
            return List.of(
                    new Metric(
                            "x_total", "With \\ and\nline.", Metric.Kind.COUNTER, Map.of("b", "q\"uote", "a", "1"), 3),
                    new Metric("x_total", "With \\ and\nline.", Metric.Kind.COUNTER, Map.of("a", "2"), 0.5));
        }
    }

    @BeforeEach
    void begin() throws IOException {
        diagnostics = Diagnostics.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), told, "1.2.3");
    }

    @AfterEach
    void end() {
        diagnostics.close();
    }

    @Test
    void readinessIsThatOfEveryRole() throws Exception {
        // Given
        told.roles =
                List.of(new RoleState("proxy", true, "fine"), new RoleState("agent", false, "no stream\u001b[31m"));

        // When
        HttpResponse<String> answer = ask("GET", "/readyz");

        // Then
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).isEqualTo("proxy: ready: fine\nagent: not ready: no stream?[31m\n");
        assertThat(ask("GET", "/healthz").statusCode()).isEqualTo(200);
    }

    @Test
    void aProcessThatDrainsIsNotReady() throws Exception {
        // Given
        told.draining = true;

        // When, Then
        assertThat(ask("GET", "/readyz").statusCode()).isEqualTo(503);
        assertThat(ask("GET", "/status").body())
                .isEqualTo("{\"version\":\"1.2.3\",\"ready\":false,\"draining\":true,\"roles\":[{\"role\":\"proxy\","
                        + "\"ready\":true,\"reason\":\"listens on 127.0.0.1:3080\"}]}\n");
    }

    @Test
    void metricsArePrometheusText() throws Exception {
        // When
        String text = ask("GET", "/metrics").body();

        // Then
        assertThat(text)
                .contains("""
                        # HELP x_total With \\\\ and\\nline.
                        # TYPE x_total counter
                        x_total{a="1",b="q\\"uote"} 3
                        x_total{a="2"} 0.5
                        """)
                .contains("sallyport_role_ready{role=\"proxy\"} 1\n")
                .containsPattern("process_resident_memory_bytes [0-9]{7,}\n")
                .containsPattern("process_open_fds [0-9]+\n");
    }

    @Test
    void thereIsNothingElse() throws Exception {
        assertThat(ask("GET", "/metrics/secret").statusCode()).isEqualTo(404);
        assertThat(ask("POST", "/readyz").statusCode()).isEqualTo(404);
        assertThat(ask("GET", "/").statusCode()).isEqualTo(404);
    }

    private HttpResponse<String> ask(String method, String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + diagnostics.address().getPort() + path);
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(uri)
                            .method(method, HttpRequest.BodyPublishers.noBody())
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }
}
