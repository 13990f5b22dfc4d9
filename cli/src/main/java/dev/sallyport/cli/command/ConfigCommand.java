package dev.sallyport.cli.command;

import dev.sallyport.cli.openssh.SshConfig;
import dev.sallyport.cli.profile.Profile;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sally config}. */
@Command(
        description = {
            "Print an OpenSSH configuration with which ssh, scp, sftp, rsync, git and Ansible reach the cluster's nodes as"
                    + " NAME.CLUSTER.",
            "For example: sally config >> ~/.ssh/config"
        })
final class ConfigCommand implements Runnable {

    @Mixin
    private ProfileOptions login = new ProfileOptions();

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
        Profile profile = shell.profiles().find(login.choice(shell));
        shell.print(
                proxyJump
                        ? SshConfig.byJump(profile.ssh(), patterns)
                        : SshConfig.byKnock(profile.ssh(), shell.launcher(), patterns));
    }
}
