package dev.sallyport.cli.command;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.v1.PutRoleRequest.Mode;
import dev.sallyport.api.v1.Role;
import dev.sallyport.cli.document.DocumentReader;
import dev.sallyport.cli.terminal.Neutral;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sally create}. */
@Command(
        description = {
            "Create what a file describes, in YAML or JSON.",
            "All of the file is checked before any of it is stored."
        })
final class CreateCommand implements Runnable {

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            required = true,
            description = "The file; - for standard input.")
    private Path file = Path.of("-");

    @Option(
            names = {"--force"},
            description = "Replace what is there.")
    private boolean force;

    @Option(names = "--dry-run", description = "Check all of it, store nothing.")
    private boolean dryRun;

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    private final Shell shell;

    CreateCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        List<Role> roles = DocumentReader.read(file.toString(), shell.read(file)).stream()
                .map(RoleThings::checked)
                .toList();
        Mode mode = force ? Mode.ANY : Mode.CREATE;
        try (ApiChannel channel = cluster.open(shell)) {
            RoleThings things = new RoleThings(channel);
            roles.forEach(role -> things.put(role, mode, true));
            for (Role role : roles) {
                Role stored = dryRun ? role : things.put(role, mode, false);
                String done = dryRun ? "Would store role " : "Stored role ";
                shell.print(Neutral.line(done + stored.getMetadata().getName() + ".") + "\n");
            }
        }
    }
}
