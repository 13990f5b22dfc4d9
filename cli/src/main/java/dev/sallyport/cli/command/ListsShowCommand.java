package dev.sallyport.cli.command;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.GrpcFailures;
import dev.sallyport.api.v1.AccessList;
import dev.sallyport.api.v1.GetListRequest;
import dev.sallyport.api.v1.ListServiceGrpc;
import dev.sallyport.cli.terminal.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sally lists show}. */
@Command(description = "Show an access list and who is on it.")
final class ListsShowCommand implements Runnable {

    @Parameters(paramLabel = "LIST", description = "Its name.")
    private String name = "";

    @Mixin
    private FormatOption format = new FormatOption();

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    private final Shell shell;

    ListsShowCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        try (ApiChannel channel = cluster.open(shell)) {
            var service = ListServiceGrpc.newBlockingStub(channel.channel());
            AccessList list = GrpcFailures.calling(() ->
                    service.getList(GetListRequest.newBuilder().setName(name).build()));
            shell.print(
                    format.json()
                            ? Json.object(ListText.json(list))
                            : ListText.lines(
                                    list, shell.zone(), shell.terminal().columns()));
        }
    }
}
