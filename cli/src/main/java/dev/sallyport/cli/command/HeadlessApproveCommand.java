package dev.sallyport.cli.command;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.GrpcFailures;
import dev.sallyport.api.v1.ApproveHeadlessLoginReply;
import dev.sallyport.api.v1.ApproveHeadlessLoginRequest;
import dev.sallyport.api.v1.FactorServiceGrpc;
import dev.sallyport.cli.terminal.Neutral;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sally headless approve}. */
@Command(
        description = {
            "Approve a login of yours on another machine. Takes a second factor.",
            "Compare the code with what that machine shows: it stands for the keys that are certified there."
        })
final class HeadlessApproveCommand implements Runnable {

    @Parameters(paramLabel = "CODE", description = "As the other machine shows it.")
    private String code = "";

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    private final Shell shell;

    HeadlessApproveCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        try (ApiChannel channel = cluster.open(shell)) {
            var factors = FactorServiceGrpc.newBlockingStub(channel.channel());
            ApproveHeadlessLoginReply reply = GrpcFailures.calling(() -> factors.approveHeadlessLogin(
                    ApproveHeadlessLoginRequest.newBuilder().setCode(code).build()));
            shell.print(Neutral.line("Approved " + reply.getLogin().getCode() + ", which came from "
                            + reply.getLogin().getSource() + ".")
                    + "\n");
        }
    }
}
