package dev.sallyport.cli.command;

import dev.sallyport.cli.openssh.SshRun;
import dev.sallyport.cli.profile.Profile;
import dev.sallyport.cli.profile.ProfileFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sally ssh}. */
@Command(
        customSynopsis = "sally ssh [--proxy=HOST:PORT | --cluster=NAME] [SSH OPTIONS] [USER@]NODE [COMMAND...]",
        description = {
            "Run the system's ssh to a node. All of ssh's options work: -L, -R, -D, -A, -t, -N, -o and the rest.",
            "Exits with the command's exit code; where there is no way to the node, as sally proxy ssh does."
        })
final class SshCommand implements Callable<Integer> {

    @Mixin
    private ProfileOptions login = new ProfileOptions();

    @Parameters(paramLabel = "ARGUMENT", arity = "1..*", description = "What ssh takes.")
    private List<String> arguments = new ArrayList<>();

    private final Shell shell;

    SshCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        Profile profile = shell.profiles().find(login.choice(shell));
        return SshRun.run("ssh", new ProfileFiles(profile.folder()).sshConfig(), arguments);
    }
}
