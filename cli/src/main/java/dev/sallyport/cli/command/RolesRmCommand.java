package dev.sallyport.cli.command;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.cli.terminal.Neutral;
import dev.sallyport.cli.things.RoleThings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sally roles rm}. */
@Command(description = "Remove a role.")
final class RolesRmCommand implements Runnable {

    @Parameters(paramLabel = "NAME")
    private String name = "";

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    private final Shell shell;

    RolesRmCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        try (ApiChannel channel = cluster.open(shell)) {
            new RoleThings(channel).remove(name);
            shell.print(Neutral.line("Removed role " + name + ".") + "\n");
        }
    }
}
