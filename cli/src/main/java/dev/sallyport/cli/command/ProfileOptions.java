package dev.sallyport.cli.command;

import dev.sallyport.cli.profile.ProfileChoice;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which login. */
final class ProfileOptions {

    @Option(
            names = "--proxy",
            paramLabel = "HOST:PORT",
            description = "The login at this proxy ($SALLY_PROXY); else the current one.")
    private Optional<String> proxy = Optional.empty();

    @Option(names = "--cluster", paramLabel = "NAME", description = "The login at this cluster.")
    private Optional<String> cluster = Optional.empty();

    ProfileChoice choice(Shell shell) {
        return new ProfileChoice(proxy.or(() -> shell.variable("SALLY_PROXY")), cluster);
    }
}
