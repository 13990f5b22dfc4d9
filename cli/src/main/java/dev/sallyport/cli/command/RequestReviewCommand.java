package dev.sallyport.cli.command;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.GrpcFailures;
import dev.sallyport.api.v1.AccessRequest;
import dev.sallyport.api.v1.RequestServiceGrpc;
import dev.sallyport.api.v1.ReviewRequestRequest;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sally request review}. */
@Command(description = "Say yes or no to somebody's access request.")
final class RequestReviewCommand implements Runnable {

    /** One of both. */
    static final class Answer {
        @Option(names = "--approve", description = "Yes.")
        private boolean approve;

        @Option(names = "--deny", description = "No.")
        private boolean deny;
    }

    @Parameters(paramLabel = "ID", description = "As 'sally request ls' shows it.")
    private String id = "";

    @ArgGroup(exclusive = true, multiplicity = "1")
    private Answer answer = new Answer();

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why.")
    private String reason = "";

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    private final Shell shell;

    RequestReviewCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        try (ApiChannel channel = cluster.open(shell)) {
            var service = RequestServiceGrpc.newBlockingStub(channel.channel());
            AccessRequest reviewed = GrpcFailures.calling(() -> service.reviewRequest(ReviewRequestRequest.newBuilder()
                    .setId(id)
                    .setApprove(answer.approve && !answer.deny)
                    .setReason(reason)
                    .build()));
            shell.print(RequestText.lines(reviewed, shell.zone()));
        }
    }
}
