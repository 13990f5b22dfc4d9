package dev.sallyport.cli.command;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.GrpcFailures;
import dev.sallyport.api.v1.FactorServiceGrpc;
import dev.sallyport.api.v1.RemoveDeviceReply;
import dev.sallyport.api.v1.RemoveDeviceRequest;
import dev.sallyport.cli.terminal.Neutral;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sally mfa rm}. */
@Command(description = "Remove a second factor. Takes one that you have; the last one stays while policy wants one.")
final class MfaRmCommand implements Runnable {

    @Parameters(paramLabel = "NAME|ID", description = "As 'sally mfa ls' shows it.")
    private String device = "";

    @Option(names = "--user", paramLabel = "NAME", description = "Somebody else's.")
    private String user = "";

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    private final Shell shell;

    MfaRmCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        try (ApiChannel channel = cluster.open(shell)) {
            var factors = FactorServiceGrpc.newBlockingStub(channel.channel());
            RemoveDeviceReply reply = GrpcFailures.calling(() -> factors.removeDevice(RemoveDeviceRequest.newBuilder()
                    .setDevice(device)
                    .setUser(user)
                    .build()));
            shell.print(Neutral.line("Removed " + reply.getDevice().getName() + ".") + "\n");
        }
    }
}
