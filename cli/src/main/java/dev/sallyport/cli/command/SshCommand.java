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

/** {@code sally ssh}. */
@Command(
        customSynopsis =
                "sally ssh [--proxy=HOST:PORT | --cluster=NAME] [--request-reason=TEXT] [SSH OPTIONS] [USER@]NODE [COMMAND...]",
        description = {
            "Run the system's ssh to a node. All of ssh's options work: -L, -R, -D, -A, -t, -N, -o and the rest.",
            "Exits with the command's exit code; where there is no way to the node, as sally proxy ssh does."
        })
final class SshCommand implements Callable<Integer> {

    @Mixin
    private ProfileOptions login = new ProfileOptions();

    @Option(
            names = "--request-reason",
            paramLabel = "TEXT",
            description = "Where the node refuses the login: ask for access with this reason.")
    private Optional<String> requestReason = Optional.empty();

    /** The launcher ran ssh itself, and the node refused. */
    @Option(names = "--denied", hidden = true)
    private boolean denied;

    @Parameters(paramLabel = "ARGUMENT", arity = "1..*", description = "What ssh takes.")
    private List<String> arguments = new ArrayList<>();

    private final Shell shell;

    SshCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        Profile profile = shell.profiles().find(login.choice(shell));
        int code =
                denied ? SshRun.FAILED : SshRun.run("ssh", new ProfileFiles(profile.folder()).sshConfig(), arguments);
        if (code == SshRun.FAILED) {
            return new DeniedLogin(shell, profile)
                    .explain(arguments, requestReason)
                    .orElse(code);
        }
        return code;
    }
}
