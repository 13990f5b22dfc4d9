package dev.sallyport.cli.command;

import dev.sallyport.cli.profile.Profile;
import dev.sallyport.cli.profile.ProfileFiles;
import dev.sallyport.cli.terminal.Neutral;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sally logout}. */
@Command(description = "Remove a login's keys and certificates, from disk and from a running ssh-agent.")
final class LogoutCommand implements Runnable {

    @Mixin
    private ProfileOptions login = new ProfileOptions();

    @Option(names = "--all", description = "Every login.")
    private boolean all;

    private final Shell shell;

    LogoutCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        List<Profile> profiles = all
                ? shell.profiles().all()
                : shell.profiles().lookUp(login.choice(shell)).stream().toList();
        for (Profile profile : profiles) {
            shell.keyAgent().remove(new ProfileFiles(profile.folder()).sshKey());
            shell.profiles().remove(profile);
            shell.print(Neutral.line("Logged out of " + profile.cluster() + ".") + "\n");
        }
        if (profiles.isEmpty()) {
            shell.print("Nobody was logged in.\n");
        }
    }
}
