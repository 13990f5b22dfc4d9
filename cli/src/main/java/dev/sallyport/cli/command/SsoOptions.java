package dev.sallyport.cli.command;

import dev.sallyport.cli.login.BrowserTrip;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/** By which identity provider, and how its answer comes back. */
final class SsoOptions {

    private static final int LAST_PORT = 65_535;

    @Option(
            names = "--auth",
            paramLabel = "NAME",
            description = "Log in by this identity provider's connector ($SALLY_AUTH), in place of a password here.")
    private Optional<String> connector = Optional.empty();

    @Option(
            names = "--browser",
            paramLabel = "none|PROGRAM",
            description = "What opens the provider's page; none prints its address ($SALLY_BROWSER).")
    private Optional<String> browser = Optional.empty();

    @Option(
            names = "--callback-port",
            paramLabel = "PORT",
            description = "Port of 127.0.0.1 to which the browser comes back ($SALLY_CALLBACK_PORT).")
    private Optional<String> port = Optional.empty();

    @Option(
            names = "--acr",
            paramLabel = "CONTEXT",
            description = "Step-up: ask an OIDC provider for this authentication context ($SALLY_ACR).")
    private Optional<String> context = Optional.empty();

    Optional<String> connector(Shell shell) {
        return connector.or(() -> shell.variable("SALLY_AUTH"));
    }

    String acr(Shell shell) {
        return context.or(() -> shell.variable("SALLY_ACR")).orElse("");
    }

    BrowserTrip trip(Shell shell) {
        String program = browser.or(() -> shell.variable("SALLY_BROWSER")).orElse("auto");
        OptionalInt wanted = port.or(() -> shell.variable("SALLY_CALLBACK_PORT"))
                .map(SsoOptions::port)
                .map(OptionalInt::of)
                .orElse(OptionalInt.empty());
        return new BrowserTrip(shell.terminal(), BrowserTrip.programs(program), wanted, shell.clock());
    }

    private static int port(String text) {
        int number = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : -1;
        if (number < 0 || number > LAST_PORT) {
            throw Failure.of(FailureCode.INVALID, "--callback-port=" + text + ": expected 1 to " + LAST_PORT);
        }
        return number;
    }
}
