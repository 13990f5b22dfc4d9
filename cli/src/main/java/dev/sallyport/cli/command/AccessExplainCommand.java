package dev.sallyport.cli.command;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.GrpcFailures;
import dev.sallyport.api.v1.AccessServiceGrpc;
import dev.sallyport.api.v1.ExplainAccessReply;
import dev.sallyport.api.v1.ExplainAccessRequest;
import dev.sallyport.api.v1.Finding;
import dev.sallyport.cli.terminal.Json;
import dev.sallyport.cli.terminal.Moments;
import dev.sallyport.cli.terminal.Neutral;
import dev.sallyport.cli.terminal.Table;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sally access explain}. */
@Command(
        description = {
            "Show why somebody may do something, or may not: which role and line decide.",
            "Exit code 0 for a yes, 1 for a no."
        })
final class AccessExplainCommand implements Callable<Integer> {

    @Option(names = "--user", paramLabel = "USER", description = "Who; default yourself.")
    private String user = "";

    @Option(
            names = "--resource",
            paramLabel = "KIND/NAME",
            required = true,
            description = "What, such as node/web1, session/ID or role/dev.")
    private String resource = "";

    @Option(
            names = "--action",
            paramLabel = "ACTION",
            required = true,
            description = "see, login=UNIXUSER, join=MODE, list, read, create, update or delete.")
    private String action = "";

    @Option(names = "--at", paramLabel = "TIME", description = "When, such as 2026-11-21T22:00:00+01:00; default now.")
    private Optional<String> at = Optional.empty();

    @Mixin
    private FormatOption format = new FormatOption();

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    private final Shell shell;

    AccessExplainCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        ExplainAccessRequest.Builder request = ExplainAccessRequest.newBuilder()
                .setUser(user)
                .setResource(resource)
                .setAction(action);
        Moments moments = new Moments(shell.clock().instant(), shell.zone());
        at.ifPresent(time -> request.setAt(Fields.timestamp(moments.parse(time))));
        try (ApiChannel channel = cluster.open(shell)) {
            var service = AccessServiceGrpc.newBlockingStub(channel.channel());
            ExplainAccessReply reply = GrpcFailures.calling(() -> service.explainAccess(request.build()));
            if (format.json()) {
                shell.print(Json.object(json(reply)));
            } else {
                show(reply);
            }
            return reply.getAllowed() ? 0 : 1;
        }
    }

    private void show(ExplainAccessReply reply) {
        shell.print(reply.getAllowed() ? "Yes.\n" : "No.\n");
        if (!reply.getReason().isEmpty()) {
            shell.print(Neutral.line(reply.getReason()) + "\n");
        }
        Table table = new Table("ROLE", "SAYS", "WHERE", "WHAT");
        for (Finding finding : reply.getFindingsList()) {
            table.row(finding.getRole(), effect(finding.getEffect()), finding.getPath(), finding.getText());
        }
        shell.print(
                reply.getFindingsCount() == 0
                        ? "No role of this user is there.\n"
                        : table.render(shell.terminal().columns()));
        reply.getGrantsList().forEach(line -> shell.print("  " + Neutral.line(line) + "\n"));
    }

    private static String effect(Finding.Effect effect) {
        return switch (effect) {
            case ALLOWS -> "yes";
            case DENIES -> "NO";
            case FALLS_SHORT, EFFECT_UNSPECIFIED, UNRECOGNIZED -> "-";
        };
    }

    private static Map<String, Object> json(ExplainAccessReply reply) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("allowed", reply.getAllowed());
        fields.put("reason", reply.getReason());
        fields.put(
                "findings",
                reply.getFindingsList().stream()
                        .map(finding -> Map.of(
                                "role", finding.getRole(),
                                "effect", finding.getEffect().name(),
                                "path", finding.getPath(),
                                "text", finding.getText()))
                        .toList());
        fields.put("grants", reply.getGrantsList());
        return fields;
    }
}
