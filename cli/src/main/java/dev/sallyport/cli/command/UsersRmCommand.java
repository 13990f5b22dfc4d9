package dev.sallyport.cli.command;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.GrpcFailures;
import dev.sallyport.api.v1.RemoveUserRequest;
import dev.sallyport.api.v1.UserServiceGrpc;
import dev.sallyport.cli.terminal.Neutral;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sally users rm}. */
@Command(description = "Remove a person.")
final class UsersRmCommand implements Runnable {

    @Parameters(paramLabel = "NAME")
    private String name = "";

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    private final Shell shell;

    UsersRmCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        try (ApiChannel channel = cluster.open(shell)) {
            var service = UserServiceGrpc.newBlockingStub(channel.channel());
            RemoveUserRequest request =
                    RemoveUserRequest.newBuilder().setName(name).build();
            GrpcFailures.calling(() -> service.removeUser(request));
            shell.print(Neutral.line("Removed " + name + ".") + "\n");
        }
    }
}
