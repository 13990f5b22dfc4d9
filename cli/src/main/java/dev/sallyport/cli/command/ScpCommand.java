package dev.sallyport.cli.command;

import dev.sallyport.cli.openssh.SshRun;
import dev.sallyport.cli.profile.Profile;
import dev.sallyport.cli.profile.ProfileFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sally scp}. */
@Command(
        customSynopsis = "sally scp [--proxy=HOST:PORT | --cluster=NAME] [SCP OPTIONS] SOURCE... TARGET",
        description = {
            "Run the system's scp; [USER@]NODE:PATH is a file on a node.",
            "Where a node takes a second factor for each session, it is asked for, for each such node once."
        })
final class ScpCommand implements Callable<Integer> {

    /** What scp ends with where it could not copy from one of the sources. */
    private static final int ONE_FAILED = 1;

    @Mixin
    private ProfileOptions login = new ProfileOptions();

    /** The launcher ran scp itself, and it ended with this. */
    @Option(names = "--denied", hidden = true)
    private Optional<Integer> denied = Optional.empty();

    @Parameters(paramLabel = "ARGUMENT", arity = "1..*", description = "What scp takes.")
    private List<String> arguments = new ArrayList<>();

    private final Shell shell;

    ScpCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        Profile profile = shell.profiles().find(login.choice(shell));
        int code = denied.orElseGet(() -> SshRun.run("scp", new ProfileFiles(profile.folder()).sshConfig(), arguments));
        return code == SshRun.FAILED || code == ONE_FAILED
                ? new DeniedCopy(shell, profile).retry(arguments).orElse(code)
                : code;
    }
}
