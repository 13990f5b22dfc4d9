package dev.sallyport.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sallyport.pki.CaPin;
import dev.sallyport.pki.PemBundle;
import dev.sallyport.pki.ServerNames;
import dev.sallyport.pki.x509.PeerVerifier;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The daemon as a process of its own: what the outside sees of its start and its end. */
@Timeout(120)
class ProcessTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void end() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void aSignalDrainsAndTheProcessEndsWithZero() throws Exception {
        // Given
        Path config = config("127.83.1.1");
        Process process = start(config);
        await().atMost(SOON).until(() -> status(config) == ExitCode.OK);

        // When
        process.destroy();

        // Then
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(ExitCode.OK);
        assertThat(log())
                .contains("auth runs listens on 127.83.1.1:3025", "proxy runs listens on 127.83.1.1:3080", "drained")
                .doesNotContain("Exception", "ERROR");
        assertThat(status(config)).isEqualTo(ExitCode.NOT_READY);
    }

    @Test
    void aSecondSignalEndsItAtOnce() throws Exception {
        // Given a call that goes on and keeps the drain waiting
        Path config = Files.writeString(
                config("127.83.1.3"), Files.readString(config("127.83.1.3")) + "drain_timeout: 10m\n");
        Process process = start(config);
        await().atMost(SOON).until(() -> status(config) == ExitCode.OK);
        try (SSLSocket call = toAuth("127.83.1.3")) {
            Thread.ofVirtual().start(() -> keepTalking(call));
            process.destroy();
            await().atMost(SOON).until(() -> log().contains("draining limit"));
            assertThat(process.waitFor(1, TimeUnit.SECONDS)).isFalse();

            // When
            process.destroy();

            // Then
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(log()).contains("cut short").doesNotContain("Exception", "ERROR", "armeria");
        }
    }

    /** A client of auth through the proxy, its handshake done. */
    private SSLSocket toAuth(String address) throws Exception {
        List<CaPin> pins = PemBundle.read(directory.resolve("core/admin.pem")).orElseThrow().certificates().stream()
                .skip(2)
                .map(CaPin::of)
                .toList();
        PeerVerifier trust = PeerVerifier.pinned(pins, InstantSource.system());
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(null, new TrustManager[] {trust.serverTrust(ServerNames.AUTH)}, null);
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(address, 3080);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(ServerNames.AUTH)));
        parameters.setApplicationProtocols(new String[] {"h2"});
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    /** HTTP/2's preface and settings (RFC 9113, section 3.4), then pings (section 6.7), one with each answer. */
    private static void keepTalking(SSLSocket socket) {
        byte[] answer = new byte[1024];
        try {
            OutputStream out = socket.getOutputStream();
            out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            out.write(new byte[] {0, 0, 0, 4, 0, 0, 0, 0, 0});
            do {
                out.write(new byte[] {0, 0, 8, 6, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8});
            } while (socket.getInputStream().read(answer) > 0);
        } catch (IOException e) {
            // The proxy ended it, as the test wants.
        }
    }

    @Test
    void aSignalWhileItWaitsForItsProxyEndsItToo() throws Exception {
        // Given
        Path config = Files.writeString(directory.resolve("agent.yaml"), """
                data_dir: agent
                agent:
                  proxy: 127.83.1.2:1
                  token: none
                  ca_pins: ['sha256:%s']
                diagnostics: {listen: '127.83.1.2:3081'}
                """.formatted("ab".repeat(32)));
        Process process = start(config);
        await().atMost(SOON).until(() -> log().contains("not joined yet"));
        assertThat(status(config)).isEqualTo(ExitCode.NOT_READY);

        // When
        process.destroy();

        // Then
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(ExitCode.OK);
    }

    private Path config(String address) throws IOException {
        return Files.writeString(directory.resolve("core.yaml"), """
                cluster: {name: test.example}
                data_dir: core
                auth: {listen: '%1$s:3025'}
                proxy: {listen: '%1$s:3080'}
                diagnostics: {listen: '%1$s:3081'}
                """.formatted(address));
    }

    private Process start(Path config) throws IOException {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-Dorg.sqlite.tmpdir=" + directory,
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.sallyport.server.Main",
                        "start",
                        "-c",
                        config.toString()))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
        started.add(process);
        return process;
    }

    private static int status(Path config) {
        return Sallyportd.run("status", "-c", config.toString());
    }

    private String log() throws IOException {
        return Files.readString(directory.resolve("log"));
    }
}
