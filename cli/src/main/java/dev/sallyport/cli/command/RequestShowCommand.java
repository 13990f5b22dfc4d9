package dev.sallyport.cli.command;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.GrpcFailures;
import dev.sallyport.api.v1.AccessRequest;
import dev.sallyport.api.v1.GetRequestRequest;
import dev.sallyport.api.v1.RequestServiceGrpc;
import dev.sallyport.cli.terminal.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sally request show}. */
@Command(description = "Show an access request and what was said about it.")
final class RequestShowCommand implements Runnable {

    @Parameters(paramLabel = "ID", description = "As 'sally request ls' shows it.")
    private String id = "";

    @Mixin
    private FormatOption format = new FormatOption();

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    private final Shell shell;

    RequestShowCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        try (ApiChannel channel = cluster.open(shell)) {
            var service = RequestServiceGrpc.newBlockingStub(channel.channel());
            AccessRequest found = GrpcFailures.calling(() ->
                    service.getRequest(GetRequestRequest.newBuilder().setId(id).build()));
            shell.print(format.json() ? Json.object(RequestText.json(found)) : RequestText.lines(found, shell.zone()));
        }
    }
}
