package dev.sallyport.e2e.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.testing.dist.Ran;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A proxy can refuse, never grant: this one has been stolen. */
@ExtendWith(SharedWay.class)
class HostileProxyIT {

    private static final String SECRET = "planted-secret-4711";

    private final Way way;

    @TempDir
    private Path scratch = Path.of("");

    HostileProxyIT(Way way) {
        this.way = way;
    }

    @Test
    void readsNothingOfSession() throws IOException {
        // Given
        try (HostileProxy proxy = HostileProxy.start(onward(), environment(), false)) {
            // When
            Ran ran = ssh("127.0.0.1", proxy.port(), "echo " + SECRET);

            // Then
            assertThat(ran.orFail()).isEqualTo(SECRET + "\n");
            assertThat(text(proxy.fromClient())).isNotEmpty().doesNotContain(SECRET);
            assertThat(text(proxy.fromAgent())).isNotEmpty().doesNotContain(SECRET);
        }
    }

    @Test
    void changedBitEndsSession() throws IOException {
        // Given
        try (HostileProxy proxy = HostileProxy.start(onward(), environment(), true)) {
            // When
            Ran ran = ssh("127.0.0.1", proxy.port(), "head -c 1000000 /dev/zero | tr '\\0' x");

            // Then: what arrived before is true, and nothing after it arrived
            assertThat(ran.exit()).isEqualTo(255);
            assertThat(ran.out()).hasSizeLessThan(1_000_000).matches("x*");
        }
    }

    @Test
    void replayedBytesDoNothing() throws IOException, InterruptedException {
        // Given: all that a client sent for a command that leaves a trace
        Path trace =
                Path.of("/tmp", "sallyport-e2e-trace-" + ProcessHandle.current().pid());
        byte[] recorded;
        try (HostileProxy proxy = HostileProxy.start(onward(), environment(), false)) {
            ssh("127.0.0.1", proxy.port(), "touch " + trace).orFail();
            recorded = proxy.fromClient();
        }
        assertThat(trace).exists();
        way.ssh("rm " + trace).orFail();

        // When
        Process again = agentConnection();
        again.getOutputStream().write(recorded);
        again.getOutputStream().flush();
        try (InputStream in = again.getInputStream()) {
            in.readAllBytes();
        }

        // Then
        assertThat(again.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(trace).doesNotExist();
    }

    @Test
    void cannotPoseAsHost() throws IOException, InterruptedException {
        // Given: a real sshd that would let everybody know that it was reached
        try (Impostor impostor = Impostor.start(scratch, way.cluster().address())) {
            // When
            Ran ran = ssh(way.cluster().address(), impostor.port(), "echo " + SECRET);

            // Then
            assertThat(ran.exit()).isEqualTo(255);
            assertThat(ran.err()).contains("ost key");
            assertThat(impostor.log()).doesNotContain("Accepted");
        }
    }

    private Ran ssh(String host, int port, String command) {
        return way.client(
                "ssh",
                way.knock(),
                new String[] {
                    "-o",
                    "ProxyCommand=none",
                    "-o",
                    "HostName=" + host,
                    "-o",
                    "Port=" + port,
                    "-o",
                    "HostKeyAlias=" + way.cluster().node(),
                    "-o",
                    "StrictHostKeyChecking=yes"
                },
                way.target(),
                command);
    }

    private Process agentConnection() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(onward()).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(environment());
        return builder.start();
    }

    private List<String> onward() {
        return List.of(
                Path.of(System.getProperty("sallyport.dist"), "bin/sally").toString(), "proxy", "ssh", "box1:22");
    }

    private Map<String, String> environment() {
        return Map.of("SALLY_HOME", way.cluster().home().toString());
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
