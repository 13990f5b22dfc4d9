package dev.sallyport.cli.command;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.GrpcFailures;
import dev.sallyport.api.v1.AccessList;
import dev.sallyport.api.v1.ListServiceGrpc;
import dev.sallyport.api.v1.RemoveMemberRequest;
import dev.sallyport.cli.terminal.Json;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sally lists leave}. */
@Command(description = "Take somebody off an access list; logins of whoever loses roles end.")
final class ListsLeaveCommand implements Runnable {

    @Parameters(paramLabel = "LIST", description = "Its name.")
    private String name = "";

    @ArgGroup(exclusive = true, multiplicity = "1")
    private ListsMember who = new ListsMember();

    @Mixin
    private FormatOption format = new FormatOption();

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    private final Shell shell;

    ListsLeaveCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        RemoveMemberRequest request = RemoveMemberRequest.newBuilder()
                .setList(name)
                .setMember(who.message())
                .build();
        try (ApiChannel channel = cluster.open(shell)) {
            var service = ListServiceGrpc.newBlockingStub(channel.channel());
            AccessList list = GrpcFailures.calling(() -> service.removeMember(request));
            shell.print(
                    format.json()
                            ? Json.object(ListText.json(list))
                            : ListText.lines(
                                    list, shell.zone(), shell.terminal().columns()));
        }
    }
}
