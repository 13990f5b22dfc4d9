package dev.sallyport.cli.command;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.cli.terminal.Neutral;
import dev.sallyport.cli.things.AllThings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sally rm}. */
@Command(
        description = {
            "Remove something that the cluster keeps, such as a node, proxy, role, token or user.",
            "A removed machine's certificates are worth nothing; it comes back with a new token only."
        })
final class RmCommand implements Runnable {

    @Parameters(paramLabel = "KIND/NAME", description = "Such as role/dev, node/web1 or node/ID.")
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
            new AllThings(channel, shell.clock()).of(wanted.kind()).remove(name);
        }
        shell.print(Neutral.line("Removed " + wanted.kind() + " " + name + ".") + "\n");
    }
}
