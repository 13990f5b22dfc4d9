package dev.sallyport.cli.login;

import dev.sallyport.api.v1.BeginSsoReply;
import dev.sallyport.api.v1.FinishSsoRequest;
import dev.sallyport.cli.terminal.Neutral;
import dev.sallyport.cli.terminal.Terminal;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * Sends a person's browser to an identity provider and waits for what it brings back.
 *
 * @param browser the program that opens an address; empty: the address is only printed
 * @param port to listen on where the connector does not say; empty for any
 */
public record BrowserTrip(Terminal terminal, List<String> browser, OptionalInt port, InstantSource clock) {

    private static final String NONE = "none";
    private static final Duration LONGEST = Duration.ofMinutes(10);

    public BrowserTrip {
        browser = List.copyOf(browser);
    }

    /**
     * The programs for what a person said.
     *
     * @param said {@code none}, {@code auto}, or a program
     */
    public static List<String> programs(String said) {
        return switch (said) {
            case NONE -> List.of();
            case "auto" -> List.of("xdg-open", "open");
            default -> List.of(said);
        };
    }

    /** @param begin asks auth where to send the browser, given where it is to come back */
    public FinishSsoRequest go(String connector, int connectorPort, Function<String, BeginSsoReply> begin) {
        int wanted = port.orElse(connectorPort);
        try (CallbackListener listener = CallbackListener.open(connector, wanted)) {
            BeginSsoReply begun = begin.apply(listener.redirectUri());
            requireAddress(begun.getUrl());
            tell(begun.getUrl());
            Map<String, String> brought = listener.await(begun.getUrl(), left(begun));
            return FinishSsoRequest.newBuilder()
                    .setId(begun.getId())
                    .putAllParameters(brought)
                    .build();
        }
    }

    private Duration left(BeginSsoReply begun) {
        Duration left = Duration.between(
                clock.instant(), Instant.ofEpochSecond(begun.getNotAfter().getSeconds()));
        return left.isNegative() || left.compareTo(LONGEST) > 0 ? LONGEST : left;
    }

    private void tell(String url) {
        boolean opened = browser.stream().anyMatch(program -> opens(program, url));
        terminal.err()
                .println(
                        opened
                                ? "Your browser has been opened. If it shows nothing, go to"
                                : "Open this in a browser on this machine:");
        terminal.err().println("    " + Neutral.line(url));
        terminal.err().flush();
    }

    private static boolean opens(String program, String url) {
        try {
            Process process = new ProcessBuilder(program, url)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** What is handed to another program is an address, whatever auth says. */
    private static void requireAddress(String url) {
        if (!url.matches("https?://[\\x21-\\x7e]{1,65536}")) {
            throw Failure.of(FailureCode.INTERNAL, "auth sent something else than an address for the browser");
        }
    }
}
