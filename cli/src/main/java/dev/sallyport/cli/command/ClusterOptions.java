package dev.sallyport.cli.command;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.ProxyAddress;
import dev.sallyport.cli.connect.Access;
import dev.sallyport.cli.connect.IdentityFile;
import dev.sallyport.cli.profile.ProfileChoice;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which cluster, and as whom. */
final class ClusterOptions {

    @Option(
            names = "--proxy",
            paramLabel = "HOST:PORT",
            description = "The login at this proxy ($SALLY_PROXY); else the current one.")
    private Optional<String> proxy = Optional.empty();

    @Option(names = "--cluster", paramLabel = "NAME", description = "The login at this cluster.")
    private Optional<String> cluster = Optional.empty();

    @Option(
            names = "--identity",
            paramLabel = "FILE",
            description = "An identity file instead of a login ($SALLY_IDENTITY), such as auth's admin.pem.")
    private Optional<Path> identity = Optional.empty();

    ProfileChoice choice(Shell shell) {
        return new ProfileChoice(proxy.or(() -> shell.variable("SALLY_PROXY")), cluster);
    }

    /** A channel to auth; nothing is dialled yet. */
    ApiChannel open(Shell shell) {
        return access(shell).open(shell.clock());
    }

    private Access access(Shell shell) {
        Optional<Path> file = identity.or(() -> shell.variable("SALLY_IDENTITY").map(Path::of));
        if (file.isPresent() && cluster.isEmpty()) {
            Optional<ProxyAddress> address = choice(shell).proxy().map(ProxyAddress::parse);
            return IdentityFile.read(file.get(), address, shell.clock());
        }
        return Access.of(shell.profiles().find(choice(shell)), shell.clock());
    }
}
