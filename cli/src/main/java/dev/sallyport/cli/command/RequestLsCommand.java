package dev.sallyport.cli.command;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.v1.AccessRequest;
import dev.sallyport.api.v1.ListRequestsReply;
import dev.sallyport.api.v1.RequestServiceGrpc;
import dev.sallyport.cli.terminal.Json;
import dev.sallyport.cli.terminal.Table;
import dev.sallyport.cli.terminal.Times;
import dev.sallyport.cli.things.Pages;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sally request ls}. */
@Command(description = "List access requests: your own, and those that you may review.")
final class RequestLsCommand implements Runnable {

    @Option(names = "--pending", description = "Only those that wait for a decision.")
    private boolean pending;

    @Mixin
    private FormatOption format = new FormatOption();

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    private final Shell shell;

    RequestLsCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        List<AccessRequest> requests = requests().stream()
                .filter(request -> !pending || request.getState() == AccessRequest.State.PENDING)
                .toList();
        if (format.json()) {
            shell.print(Json.list(requests, RequestText::json));
            return;
        }
        Table table = new Table("ID", "USER", "ROLES", "STATE", "CREATED", "UNTIL", "REASON");
        for (AccessRequest request : requests) {
            table.row(
                    request.getId(),
                    request.getUser(),
                    RequestText.wanted(request),
                    RequestText.state(request),
                    Times.minute(Fields.time(request.getCreated()), shell.zone()),
                    request.hasEnd() ? Times.minute(Fields.time(request.getEnd()), shell.zone()) : "",
                    request.getReason());
        }
        shell.print(table.render(shell.terminal().columns()));
    }

    private List<AccessRequest> requests() {
        try (ApiChannel channel = cluster.open(shell)) {
            var service = RequestServiceGrpc.newBlockingStub(channel.channel());
            return Pages.all(
                    service::listRequests, ListRequestsReply::getRequestsList, ListRequestsReply::getNextPageToken);
        }
    }
}
