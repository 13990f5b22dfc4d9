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

/** {@code sally scp}. */
@Command(
        customSynopsis = "sally scp [--proxy=HOST:PORT | --cluster=NAME] [SCP OPTIONS] SOURCE... TARGET",
        description = "Run the system's scp; [USER@]NODE:PATH is a file on a node.")
final class ScpCommand implements Callable<Integer> {

    @Mixin
    private ProfileOptions login = new ProfileOptions();

    @Parameters(paramLabel = "ARGUMENT", arity = "1..*", description = "What scp takes.")
    private List<String> arguments = new ArrayList<>();

    private final Shell shell;

    ScpCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        Profile profile = shell.profiles().find(login.choice(shell));
        return SshRun.run("scp", new ProfileFiles(profile.folder()).sshConfig(), arguments);
    }
}
