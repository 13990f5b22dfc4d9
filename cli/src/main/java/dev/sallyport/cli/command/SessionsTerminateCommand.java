package dev.sallyport.cli.command;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.GrpcFailures;
import dev.sallyport.api.v1.SessionServiceGrpc;
import dev.sallyport.api.v1.TerminateSessionRequest;
import dev.sallyport.cli.terminal.Neutral;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sally sessions terminate}. */
@Command(
        description = {
            "End a session that runs, for everybody in it, within seconds: a lock on it.",
            "For those who may moderate it, those who may add locks, and whose it is."
        })
final class SessionsTerminateCommand implements Runnable {

    @Parameters(paramLabel = "SESSION", description = "Its ID, or what only its ID begins with.")
    private String session = "";

    @Option(names = "--reason", paramLabel = "TEXT", description = "What whoever is in it is told.")
    private String reason = "";

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    private final Shell shell;

    SessionsTerminateCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        try (ApiChannel channel = cluster.open(shell)) {
            String id = LiveSessions.one(channel, session).getSession().getId();
            var service = SessionServiceGrpc.newBlockingStub(channel.channel());
            var _ = GrpcFailures.calling(() -> service.terminateSession(TerminateSessionRequest.newBuilder()
                    .setSessionId(id)
                    .setReason(reason)
                    .build()));
            shell.print(Neutral.line("Ended session " + id + ".") + "\n");
        }
    }
}
