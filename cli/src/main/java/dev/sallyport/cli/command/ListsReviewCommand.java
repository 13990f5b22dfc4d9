package dev.sallyport.cli.command;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.GrpcFailures;
import dev.sallyport.api.v1.AccessList;
import dev.sallyport.api.v1.ListServiceGrpc;
import dev.sallyport.api.v1.ReviewListRequest;
import dev.sallyport.cli.terminal.Json;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sally lists review}. */
@Command(description = "Say that you looked an access list through: who is not removed stays.")
final class ListsReviewCommand implements Runnable {

    @Parameters(paramLabel = "LIST", description = "Its name.")
    private String name = "";

    @Option(names = "--remove", split = ",", paramLabel = "USER", description = "Who is to go.")
    private List<String> remove = new ArrayList<>();

    @Option(names = "--note", paramLabel = "TEXT", description = "For the audit trail.")
    private String note = "";

    @Mixin
    private FormatOption format = new FormatOption();

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    private final Shell shell;

    ListsReviewCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        ReviewListRequest request = ReviewListRequest.newBuilder()
                .setName(name)
                .addAllRemove(remove)
                .setNote(note)
                .build();
        try (ApiChannel channel = cluster.open(shell)) {
            var service = ListServiceGrpc.newBlockingStub(channel.channel());
            AccessList list = GrpcFailures.calling(() -> service.reviewList(request));
            shell.print(
                    format.json()
                            ? Json.object(ListText.json(list))
                            : ListText.lines(
                                    list, shell.zone(), shell.terminal().columns()));
        }
    }
}
