package dev.sallyport.cli.command;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.GrpcFailures;
import dev.sallyport.api.v1.DropRequestRequest;
import dev.sallyport.api.v1.RequestServiceGrpc;
import dev.sallyport.cli.terminal.Neutral;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sally request drop}. */
@Command(description = {"Take an access request back.", "Logins that were made with it are useless at once."})
final class RequestDropCommand implements Runnable {

    @Parameters(paramLabel = "ID", description = "As 'sally request ls' shows it.")
    private String id = "";

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    private final Shell shell;

    RequestDropCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        try (ApiChannel channel = cluster.open(shell)) {
            var service = RequestServiceGrpc.newBlockingStub(channel.channel());
            GrpcFailures.calling(() -> service.dropRequest(
                    DropRequestRequest.newBuilder().setId(id).build()));
            shell.print(Neutral.line("Dropped request " + id + ".") + "\n");
        }
    }
}
