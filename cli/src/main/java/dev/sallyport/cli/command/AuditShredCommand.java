package dev.sallyport.cli.command;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.GrpcFailures;
import dev.sallyport.api.v1.AuditServiceGrpc;
import dev.sallyport.api.v1.ShredSubjectRequest;
import dev.sallyport.cli.terminal.Neutral;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sally audit shred}. */
@Command(
        description = {
            "Destroy the key of a subject, for ever: personal fields of events about it read (shredded) from now on.",
            "Events of services only (sally emitters). The log stays as it is, and verifies as before."
        })
final class AuditShredCommand implements Runnable {

    @Parameters(paramLabel = "SUBJECT", description = "As the field subject of such events has it.")
    private String subject = "";

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    private final Shell shell;

    AuditShredCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        try (ApiChannel channel = cluster.open(shell)) {
            var service = AuditServiceGrpc.newBlockingStub(channel.channel());
            ShredSubjectRequest request =
                    ShredSubjectRequest.newBuilder().setSubject(subject).build();
            GrpcFailures.calling(() -> service.shredSubject(request));
            shell.print(Neutral.line("What was personal of " + subject + " cannot be read any more.") + "\n");
        }
    }
}
