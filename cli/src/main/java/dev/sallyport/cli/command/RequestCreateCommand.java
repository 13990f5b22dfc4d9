package dev.sallyport.cli.command;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.GrpcFailures;
import dev.sallyport.api.v1.AccessRequest;
import dev.sallyport.api.v1.CreateRequestRequest;
import dev.sallyport.api.v1.RequestServiceGrpc;
import dev.sallyport.cli.terminal.Json;
import dev.sallyport.cli.terminal.Moments;
import dev.sallyport.model.Durations;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sally request create}. */
@Command(
        description = {
            "Ask for roles for some hours, everywhere or on some nodes.",
            "When it is approved: sally login --request-id=ID."
        })
final class RequestCreateCommand implements Runnable {

    @Option(names = "--roles", split = ",", paramLabel = "ROLE", description = "Roles to ask for.")
    private List<String> roles = new ArrayList<>();

    @Option(
            names = "--nodes",
            split = ",",
            paramLabel = "NODE",
            description =
                    "Where they are to count, by name or id; alone: by all roles you may ask for that reach them.")
    private List<String> nodes = new ArrayList<>();

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for whoever decides.")
    private String reason = "";

    @Option(names = "--duration", paramLabel = "TIME", description = "For how long, such as 2h.")
    private Optional<String> duration = Optional.empty();

    @Option(
            names = "--start",
            paramLabel = "TIME",
            description = "Not before then, such as 2026-11-21T22:00:00+01:00; default: from the approval.")
    private Optional<String> start = Optional.empty();

    @Option(names = "--dry-run", description = "Only show what would be asked for.")
    private boolean dryRun;

    @Mixin
    private FormatOption format = new FormatOption();

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    private final Shell shell;

    RequestCreateCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        CreateRequestRequest.Builder request = CreateRequestRequest.newBuilder()
                .addAllRoles(roles)
                .addAllNodes(nodes)
                .setReason(reason)
                .setDryRun(dryRun)
                .setDurationSeconds(duration.map(Durations::parse)
                        .map(java.time.Duration::toSeconds)
                        .orElse(0L));
        Moments moments = new Moments(shell.clock().instant(), shell.zone());
        start.ifPresent(time -> request.setStart(Fields.timestamp(moments.parse(time))));
        try (ApiChannel channel = cluster.open(shell)) {
            var service = RequestServiceGrpc.newBlockingStub(channel.channel());
            AccessRequest made = GrpcFailures.calling(() -> service.createRequest(request.build()));
            shell.print(format.json() ? Json.object(RequestText.json(made)) : RequestText.lines(made, shell.zone()));
        }
    }
}
