package dev.sallyport.cli.command;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.GrpcFailures;
import dev.sallyport.api.v1.LockServiceGrpc;
import dev.sallyport.api.v1.RemoveLockRequest;
import dev.sallyport.cli.terminal.Neutral;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sally lock rm}. */
@Command(description = "Remove a lock.")
final class LockRmCommand implements Runnable {

    @Parameters(paramLabel = "ID", description = "As 'sally lock ls' shows it.")
    private String id = "";

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    private final Shell shell;

    LockRmCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        try (ApiChannel channel = cluster.open(shell)) {
            var service = LockServiceGrpc.newBlockingStub(channel.channel());
            GrpcFailures.calling(() ->
                    service.removeLock(RemoveLockRequest.newBuilder().setId(id).build()));
            shell.print(Neutral.line("Removed lock " + id + ".") + "\n");
        }
    }
}
