package dev.sallyport.cli.command;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.GrpcFailures;
import dev.sallyport.api.v1.RemoveRoleRequest;
import dev.sallyport.api.v1.RoleServiceGrpc;
import dev.sallyport.cli.terminal.Neutral;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sally roles rm}. */
@Command(description = "Remove a role.")
final class RolesRmCommand implements Runnable {

    @Parameters(paramLabel = "NAME")
    private String name = "";

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    private final Shell shell;

    RolesRmCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        try (ApiChannel channel = cluster.open(shell)) {
            var service = RoleServiceGrpc.newBlockingStub(channel.channel());
            RemoveRoleRequest request =
                    RemoveRoleRequest.newBuilder().setName(name).build();
            GrpcFailures.calling(() -> service.removeRole(request));
            shell.print(Neutral.line("Removed role " + name + ".") + "\n");
        }
    }
}
