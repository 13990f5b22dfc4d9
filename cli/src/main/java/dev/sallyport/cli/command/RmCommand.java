package dev.sallyport.cli.command;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.cli.terminal.Neutral;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sally rm}. */
@Command(description = "Remove something that the cluster keeps.")
final class RmCommand implements Runnable {

    @Parameters(paramLabel = "KIND/NAME", description = "Such as role/dev.")
    private String target = "";

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    private final Shell shell;

    RmCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        Target wanted = Target.parse(target);
        String name = wanted.one();
        try (ApiChannel channel = cluster.open(shell)) {
            new RoleThings(channel).remove(name);
        }
        shell.print(Neutral.line("Removed " + wanted.kind() + " " + name + ".") + "\n");
    }
}
