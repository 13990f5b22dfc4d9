package dev.sallyport.cli.command;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.GrpcFailures;
import dev.sallyport.api.v1.AccessChange;
import dev.sallyport.api.v1.AccessServiceGrpc;
import dev.sallyport.api.v1.DiffRoleReply;
import dev.sallyport.api.v1.DiffRoleRequest;
import dev.sallyport.cli.document.DocumentReader;
import dev.sallyport.cli.terminal.Json;
import dev.sallyport.cli.terminal.Neutral;
import dev.sallyport.cli.terminal.Table;
import dev.sallyport.cli.things.RoleThings;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sally access diff}. */
@Command(description = "Show who would gain and lose what, if the roles in a file were stored. Stores nothing.")
final class AccessDiffCommand implements Runnable {

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            required = true,
            description = "The file with roles; - for standard input.")
    private Path file = Path.of("-");

    @Mixin
    private FormatOption format = new FormatOption();

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    private final Shell shell;

    AccessDiffCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        try (ApiChannel channel = cluster.open(shell)) {
            var service = AccessServiceGrpc.newBlockingStub(channel.channel());
            DocumentReader.read(file.toString(), shell.read(file)).stream()
                    .map(RoleThings::checked)
                    .map(role -> DiffRoleRequest.newBuilder().setRole(role).build())
                    .forEach(request -> show(
                            request.getRole().getMetadata().getName(),
                            GrpcFailures.calling(() -> service.diffRole(request))));
        }
    }

    private void show(String role, DiffRoleReply reply) {
        if (format.json()) {
            shell.print(Json.list(reply.getChangesList(), AccessDiffCommand::json));
            return;
        }
        shell.print(Neutral.line(
                        "Role " + role + ": held by " + reply.getUsers() + " users; " + reply.getNodes() + " nodes.")
                + "\n");
        if (reply.getChangesCount() == 0) {
            shell.print("Nobody gains or loses anything.\n");
            return;
        }
        Table table = new Table("USER", "", "ACTION", "NODES", "SUCH AS");
        for (AccessChange change : reply.getChangesList()) {
            table.row(
                    change.getUser(),
                    change.getGains() ? "gains" : "LOSES",
                    change.getAction(),
                    change.getNodes() == 0 ? "-" : String.valueOf(change.getNodes()),
                    String.join(", ", change.getExamplesList()));
        }
        shell.print(table.render(shell.terminal().columns()));
        if (reply.getTruncated()) {
            shell.print("There is more: the cluster is too large to look at all of it.\n");
        }
    }

    private static Map<String, Object> json(AccessChange change) {
        return Map.of(
                "user", change.getUser(),
                "gains", change.getGains(),
                "action", change.getAction(),
                "nodes", change.getNodes(),
                "examples", change.getExamplesList());
    }
}
