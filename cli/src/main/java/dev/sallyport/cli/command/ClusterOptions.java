package dev.sallyport.cli.command;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.ProxyAddress;
import dev.sallyport.cli.connect.Access;
import dev.sallyport.cli.connect.IdentityFile;
import dev.sallyport.cli.factor.Answering;
import dev.sallyport.cli.factor.Proving;
import dev.sallyport.cli.profile.ProfileChoice;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which cluster, and as whom. */
final class ClusterOptions {

    @Mixin
    private ProfileOptions profile = new ProfileOptions();

    @Option(
            names = "--identity",
            paramLabel = "FILE",
            description = "An identity file instead of a login ($SALLY_IDENTITY), such as auth's admin.pem.")
    private Optional<Path> identity = Optional.empty();

    /** A channel to auth; nothing is dialled yet. */
    ApiChannel open(Shell shell) {
        Access access = access(shell);
        return access.open(shell.clock()).intercepted(new Proving(shell.answering(access.address())));
    }

    /** Where the cluster is reached. */
    ProxyAddress address(Shell shell) {
        return access(shell).address();
    }

    /** What answers for a second factor there. */
    Answering answering(Shell shell) {
        return shell.answering(access(shell).address());
    }

    private Access access(Shell shell) {
        Optional<Path> file = identity.or(() -> shell.variable("SALLY_IDENTITY").map(Path::of));
        ProfileChoice choice = profile.choice(shell);
        if (file.isPresent() && choice.cluster().isEmpty()) {
            Optional<ProxyAddress> address = choice.proxy().map(ProxyAddress::parse);
            return IdentityFile.read(file.get(), address, shell.clock());
        }
        return Access.of(shell.profiles().find(choice), shell.clock());
    }
}
