package dev.sallyport.cli.command;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.GrpcFailures;
import dev.sallyport.api.v1.EmitterServiceGrpc;
import dev.sallyport.api.v1.RemoveEmitterRequest;
import dev.sallyport.cli.terminal.Neutral;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sally emitters rm}. */
@Command(description = "Let a service write events no more. Those that it wrote stay.")
final class EmittersRmCommand implements Runnable {

    @Parameters(paramLabel = "NAME", description = "As sally emitters ls shows it.")
    private String name = "";

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    private final Shell shell;

    EmittersRmCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        try (ApiChannel channel = cluster.open(shell)) {
            var service = EmitterServiceGrpc.newBlockingStub(channel.channel());
            RemoveEmitterRequest request =
                    RemoveEmitterRequest.newBuilder().setName(name).build();
            GrpcFailures.calling(() -> service.removeEmitter(request));
            shell.print(Neutral.line("Removed emitter " + name + ".") + "\n");
        }
    }
}
