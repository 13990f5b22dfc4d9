package dev.sallyport.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Timeout(60)
class SallyportdTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    @Test
    void whatConfigurePrintsHasWhatItWasGivenAndIsAValidConfiguration() throws Exception {
        // When
        int code = run(
                "configure",
                "--roles=agent",
                "--proxy=proxy.example.com:443",
                "--token=it's secret: #1",
                "--ca-pin=sha256:" + "a".repeat(64),
                "--name=web1");

        // Then
        assertThat(code).isEqualTo(ExitCode.OK);
        assertThat(out.toString())
                .contains("  proxy: 'proxy.example.com:443'\n", "  token: 'it''s secret: #1'\n", "  name: web1\n")
                .doesNotContain("\nauth:");
        Path file = Files.writeString(directory.resolve("c.yaml"), out.toString());
        assertThat(run("status", "-c", file.toString(), "--set", "diagnostics.listen=127.0.0.1:1"))
                .isEqualTo(ExitCode.NOT_READY);
        assertThat(err.toString()).contains("nothing answers at 127.0.0.1:1");
    }

    @Test
    void everyMistakeInTheConfigurationIsALineOfItsOwnAndTheExitCodeIs78() throws Exception {
        // Given
        Path file = Files.writeString(directory.resolve("c.yaml"), "agnet: {}\nlog: {level: loud}\n");

        // When
        int code = run("start", "-c", file.toString());

        // Then
        assertThat(code).isEqualTo(ExitCode.CONFIG);
        assertThat(err.toString())
                .isEqualTo("sallyportd: " + file + ":1:1: unknown key 'agnet'; did you mean 'agent'?\n"
                        + "sallyportd: " + file
                        + ":2:14: level: expected one of error, warn, info, debug, found 'loud'\n");
    }

    @Test
    void anAddressThatIsTakenIsOneLineAndExitCode73() throws Exception {
        // Given
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Path file = Files.writeString(
                    directory.resolve("c.yaml"),
                    "agent: {proxy: '127.0.0.1:1'}\ndiagnostics: {listen: '127.0.0.1:" + taken.getLocalPort() + "'}\n");

            // When
            int code = run("start", "-c", file.toString(), "--log-level=error");

            // Then
            assertThat(code).isEqualTo(ExitCode.CANNOT_CREATE);
            assertThat(err.toString()).contains("diagnostics.listen").hasLineCount(1);
        }
    }

    @Test
    void whereThereAreNoDiagnosticsStatusSaysSoWith69() throws Exception {
        // Given
        Path file = Files.writeString(
                directory.resolve("c.yaml"), "agent: {proxy: '127.0.0.1:1'}\ndiagnostics: {listen: none}\n");

        // When
        int code = run("status", "-c", file.toString());

        // Then
        assertThat(code).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(err.toString()).contains("diagnostics.listen: none").hasLineCount(1);
    }

    @Test
    void anAgentWithoutATokenSaysHowToGetOneAndEndsWith77() throws Exception {
        // Given
        Path file = Files.writeString(
                directory.resolve("c.yaml"),
                "data_dir: d\nagent: {proxy: '127.0.0.1:1'}\ndiagnostics: {listen: '127.0.0.1:0'}\n");

        // When
        int code = run("start", "-c", file.toString(), "--log-level=error");

        // Then
        assertThat(code).isEqualTo(ExitCode.REFUSED);
        assertThat(err.toString()).contains("sally tokens add").hasLineCount(1);
    }

    @Test
    void aCommandLineThatMakesNoSenseIsOneLineAndExitCode64() {
        assertThat(run("start", "--frobnicate")).isEqualTo(ExitCode.USAGE);
        assertThat(run("configure", "--roles=auth,cook")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).hasLineCount(2).doesNotContain("Exception");
    }

    private int run(String... arguments) {
        CommandLine line = Sallyportd.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(arguments);
    }
}
