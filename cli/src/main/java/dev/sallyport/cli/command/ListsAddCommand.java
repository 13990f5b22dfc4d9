package dev.sallyport.cli.command;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.GrpcFailures;
import dev.sallyport.api.v1.AccessList;
import dev.sallyport.api.v1.ListServiceGrpc;
import dev.sallyport.api.v1.PutListRequest;
import dev.sallyport.api.v1.PutMode;
import dev.sallyport.cli.terminal.Json;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sally lists add}. */
@Command(description = "Add an access list, or with --replace change what it is; members stay.")
final class ListsAddCommand implements Runnable {

    @Parameters(paramLabel = "LIST", description = "Its name.")
    private String name = "";

    @Option(names = "--title", paramLabel = "TEXT", description = "What it is for.")
    private String title = "";

    @Option(names = "--roles", split = ",", paramLabel = "ROLE", description = "What its members have.")
    private List<String> roles = new ArrayList<>();

    @Option(names = "--owners", split = ",", paramLabel = "USER", description = "Who keeps it.")
    private List<String> owners = new ArrayList<>();

    @Option(
            names = "--review-days",
            paramLabel = "DAYS",
            description =
                    "How often owners look it through; without a review it gives nothing 14 days later. 0: never.")
    private int reviewDays;

    @Option(names = "--replace", description = "Change the one that is there.")
    private boolean replace;

    @Mixin
    private FormatOption format = new FormatOption();

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    private final Shell shell;

    ListsAddCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        PutListRequest request = PutListRequest.newBuilder()
                .setMode(replace ? PutMode.PUT_MODE_UPDATE : PutMode.PUT_MODE_CREATE)
                .setList(AccessList.newBuilder()
                        .setName(name)
                        .setTitle(title)
                        .addAllRoles(roles)
                        .addAllOwners(owners)
                        .setReviewDays(reviewDays))
                .build();
        try (ApiChannel channel = cluster.open(shell)) {
            var service = ListServiceGrpc.newBlockingStub(channel.channel());
            AccessList list = GrpcFailures.calling(() -> service.putList(request));
            shell.print(
                    format.json()
                            ? Json.object(ListText.json(list))
                            : ListText.lines(
                                    list, shell.zone(), shell.terminal().columns()));
        }
    }
}
