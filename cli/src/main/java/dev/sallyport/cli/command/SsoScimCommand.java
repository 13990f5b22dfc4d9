package dev.sallyport.cli.command;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.GrpcFailures;
import dev.sallyport.api.v1.ConnectorServiceGrpc;
import dev.sallyport.api.v1.RenewScimTokenRequest;
import dev.sallyport.api.v1.ScimToken;
import dev.sallyport.cli.terminal.Neutral;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sally sso scim}. */
@Command(
        description = {
            "Make a bearer token with which a provider keeps users and groups by SCIM 2.0.",
            "The token before it is worth nothing from now on. It is shown once."
        })
final class SsoScimCommand implements Runnable {

    @Parameters(paramLabel = "CONNECTOR", description = "The connector by which these users come.")
    private String connector = "";

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    private final Shell shell;

    SsoScimCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        try (ApiChannel channel = cluster.open(shell)) {
            ScimToken token = GrpcFailures.calling(() -> ConnectorServiceGrpc.newBlockingStub(channel.channel())
                    .renewScimToken(RenewScimTokenRequest.newBuilder()
                            .setConnector(connector)
                            .build()));
            shell.print(Neutral.line("Path on auth's port: " + token.getPath()) + "\n");
            shell.print(Neutral.line("Bearer token: " + token.getToken()) + "\n");
        }
    }
}
