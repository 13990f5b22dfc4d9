package dev.sallyport.cli.command;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.GrpcFailures;
import dev.sallyport.api.v1.AccessRequest;
import dev.sallyport.api.v1.PromoteRequestRequest;
import dev.sallyport.api.v1.RequestServiceGrpc;
import dev.sallyport.model.Durations;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sally request promote}. */
@Command(
        description = {
            "Answer an access request with a longer grant: its author joins an access list.",
            "For reviewers of the request who also keep the list."
        })
final class RequestPromoteCommand implements Runnable {

    @Parameters(paramLabel = "ID", description = "As 'sally request ls' shows it.")
    private String id = "";

    @Option(
            names = "--list",
            paramLabel = "LIST",
            required = true,
            description = "One that gives all that is asked for.")
    private String list = "";

    @Option(names = "--for", paramLabel = "TIME", description = "How long, such as 30d; default: until removed.")
    private Optional<String> time = Optional.empty();

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why.")
    private String reason = "";

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    private final Shell shell;

    RequestPromoteCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        PromoteRequestRequest.Builder request =
                PromoteRequestRequest.newBuilder().setId(id).setList(list).setReason(reason);
        time.map(Durations::parse)
                .ifPresent(length -> request.setExpires(
                        Fields.timestamp(shell.clock().instant().plus(length))));
        try (ApiChannel channel = cluster.open(shell)) {
            var service = RequestServiceGrpc.newBlockingStub(channel.channel());
            AccessRequest promoted = GrpcFailures.calling(() -> service.promoteRequest(request.build()));
            shell.print(RequestText.lines(promoted, shell.zone()));
        }
    }
}
