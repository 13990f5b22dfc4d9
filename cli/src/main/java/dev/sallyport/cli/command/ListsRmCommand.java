package dev.sallyport.cli.command;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.GrpcFailures;
import dev.sallyport.api.v1.ListServiceGrpc;
import dev.sallyport.api.v1.RemoveListRequest;
import dev.sallyport.cli.terminal.Neutral;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sally lists rm}. */
@Command(description = "Remove an access list; logins of whoever loses roles end.")
final class ListsRmCommand implements Runnable {

    @Parameters(paramLabel = "LIST", description = "Its name.")
    private String name = "";

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    private final Shell shell;

    ListsRmCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        try (ApiChannel channel = cluster.open(shell)) {
            var service = ListServiceGrpc.newBlockingStub(channel.channel());
            var _ = GrpcFailures.calling(() -> service.removeList(
                    RemoveListRequest.newBuilder().setName(name).build()));
            shell.print(Neutral.line("Removed the access list " + name + ".") + "\n");
        }
    }
}
