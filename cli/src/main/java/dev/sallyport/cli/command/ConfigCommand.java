package dev.sallyport.cli.command;

import dev.sallyport.cli.openssh.SshConfig;
import dev.sallyport.cli.profile.Profile;
import dev.sallyport.cli.profile.ProfileChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sally config}. */
@Command(
        description = {
            "Print an OpenSSH configuration with which ssh, scp, sftp, rsync, git and Ansible reach the cluster's nodes as"
                    + " NAME.CLUSTER.",
            "For example: sally config >> ~/.ssh/config"
        })
final class ConfigCommand implements Runnable {

    @Option(
            names = "--proxy",
            paramLabel = "HOST:PORT",
            description = "The login at this proxy ($SALLY_PROXY); else the current one.")
    private Optional<String> proxy = Optional.empty();

    @Option(names = "--cluster", paramLabel = "NAME", description = "The login at this cluster.")
    private Optional<String> cluster = Optional.empty();

    @Option(
            names = "--host-pattern",
            paramLabel = "PATTERN",
            description = "Names that are nodes of the cluster too, such as web-*; can be repeated.")
    private List<String> patterns = new ArrayList<>();

    @Option(names = "--proxyjump", description = "Jump through the proxies' SSH port instead of starting sally.")
    private boolean proxyJump;

    private final Shell shell;

    ConfigCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        Profile profile =
                shell.profiles().find(new ProfileChoice(proxy.or(() -> shell.variable("SALLY_PROXY")), cluster));
        shell.print(
                proxyJump
                        ? SshConfig.byJump(profile.ssh(), patterns)
                        : SshConfig.byKnock(profile.ssh(), shell.launcher(), patterns));
    }
}
