package dev.sallyport.cli.command;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.GrpcFailures;
import dev.sallyport.api.v1.RemoveTokenRequest;
import dev.sallyport.api.v1.TokenServiceGrpc;
import dev.sallyport.cli.terminal.Neutral;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sally tokens rm}. */
@Command(description = "Remove a token that was not used yet.")
final class TokensRmCommand implements Runnable {

    @Parameters(paramLabel = "ID", description = "As sally tokens ls shows it.")
    private String id = "";

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    private final Shell shell;

    TokensRmCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        try (ApiChannel channel = cluster.open(shell)) {
            var service = TokenServiceGrpc.newBlockingStub(channel.channel());
            RemoveTokenRequest request =
                    RemoveTokenRequest.newBuilder().setId(id).build();
            GrpcFailures.calling(() -> service.removeToken(request));
            shell.print(Neutral.line("Removed token " + id + ".") + "\n");
        }
    }
}
