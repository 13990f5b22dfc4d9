package dev.sallyport.cli.command;

import dev.sallyport.api.GrpcFailures;
import dev.sallyport.api.v1.AddCommentReply;
import dev.sallyport.api.v1.AddCommentRequest;
import dev.sallyport.cli.terminal.Offset;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sally recordings comment}. */
@Command(description = "Write a remark to a moment of a session. Whoever may play it sees it; it is never changed.")
final class RecordingsCommentCommand implements Runnable {

    @Mixin
    private RecordingSource source = new RecordingSource();

    @Option(names = "--at", paramLabel = "TIME", required = true, description = "The moment: 12:34 or 1:02:03.")
    private String at = "";

    @Parameters(index = "1", paramLabel = "TEXT", description = "One to 1000 characters.")
    private String text = "";

    private final Shell shell;

    RecordingsCommentCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        try (RecordingSource _ = source) {
            AddCommentRequest request = AddCommentRequest.newBuilder()
                    .setSessionId(source.id())
                    .setAtMicros(Offset.parse(at))
                    .setText(text)
                    .build();
            AddCommentReply _ = GrpcFailures.calling(() -> source.service(shell).addComment(request));
        }
    }
}
