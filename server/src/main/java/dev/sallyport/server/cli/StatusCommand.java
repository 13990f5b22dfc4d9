package dev.sallyport.server.cli;

import dev.sallyport.server.config.ConfigException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sallyportd status}: asks the diagnostics of the process that runs with this configuration. */
@Command(
        name = "status",
        description = "Tell how the running daemon is. Exit code 0: ready; 1: not.",
        mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {

    private static final int LIMIT_MILLIS = 5_000;
    private static final int LONGEST_ANSWER = 1 << 16;

    enum Format {
        text,
        json
    }

    @Mixin
    private ConfigOptions config = new ConfigOptions();

    @Option(names = "--format", description = "${COMPLETION-CANDIDATES}; without it text.")
    private Format format = Format.text;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws ConfigException {
        CommandSpec command = Objects.requireNonNull(spec);
        return config.read()
                .diagnostics()
                .map(address -> tell(command, address))
                .orElseGet(() -> {
                    command.commandLine()
                            .getErr()
                            .println(
                                    "sallyportd: this configuration has no diagnostics (diagnostics.listen: none), so nothing"
                                            + " can be asked. Next: look at its log, or at 'sally ls' for an agent.");
                    return ExitCode.UNAVAILABLE;
                });
    }

    private int tell(CommandSpec command, String address) {
        try {
            HttpURLConnection readiness = ask(address, "/readyz");
            int code = readiness.getResponseCode();
            print(command, format == Format.text ? body(readiness) : body(ask(address, "/status")));
            return code == HttpURLConnection.HTTP_OK ? ExitCode.OK : ExitCode.NOT_READY;
        } catch (IOException e) {
            PrintWriter err = command.commandLine().getErr();
            err.println("sallyportd: nothing answers at " + address + " (diagnostics.listen): " + e.getMessage()
                    + ". Is it running with this configuration?");
            return ExitCode.NOT_READY;
        }
    }

    private static HttpURLConnection ask(String address, String path) throws IOException {
        HttpURLConnection asked = (HttpURLConnection)
                URI.create("http://" + address + path).toURL().openConnection();
        asked.setConnectTimeout(LIMIT_MILLIS);
        asked.setReadTimeout(LIMIT_MILLIS);
        return asked;
    }

    private static String body(HttpURLConnection asked) throws IOException {
        try (InputStream in = asked.getResponseCode() < 400 ? asked.getInputStream() : asked.getErrorStream()) {
            return new String(in.readNBytes(LONGEST_ANSWER), StandardCharsets.UTF_8);
        }
    }

    private static void print(CommandSpec command, String text) {
        PrintWriter out = command.commandLine().getOut();
        out.print(text);
        out.flush();
    }
}
