package dev.sallyport.cli.command;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.v1.ListSessionsReply;
import dev.sallyport.api.v1.ListSessionsRequest;
import dev.sallyport.api.v1.LiveSession;
import dev.sallyport.api.v1.RecordingServiceGrpc;
import dev.sallyport.api.v1.Session;
import dev.sallyport.cli.terminal.Json;
import dev.sallyport.cli.terminal.Table;
import dev.sallyport.cli.terminal.Times;
import dev.sallyport.cli.things.Pages;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sally sessions ls}. */
@Command(
        description = {
            "List recorded sessions, newest first: your own, or everyone's where your roles let you audit.",
            "With --active those that run now, who is in them, and as what you may join them."
        })
final class SessionsLsCommand implements Runnable {

    @Option(names = "--user", paramLabel = "NAME", description = "Of this person only.")
    private String user = "";

    @Option(names = "--active", description = "Sessions that run: your own, those you may join, those you may list.")
    private boolean active;

    @Mixin
    private FormatOption format = new FormatOption();

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    private final Shell shell;

    SessionsLsCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        if (active) {
            showActive();
            return;
        }
        List<Session> sessions = sessions();
        if (format.json()) {
            shell.print(Json.list(sessions, SessionsLsCommand::json));
            return;
        }
        Table table = new Table("ID", "STARTED", "LENGTH", "STATE", "WHO", "NODE", "COMMENTS", "WHAT");
        for (Session session : sessions) {
            table.row(
                    session.getId(),
                    Times.second(Fields.time(session.getStarted()), shell.zone()),
                    length(session),
                    state(session),
                    session.getUser() + " as " + session.getLogin(),
                    session.getNodeName(),
                    session.getComments() == 0 ? "" : Integer.toString(session.getComments()),
                    session.getCommand().isEmpty() ? session.getKind() : session.getCommand());
        }
        shell.print(table.render(shell.terminal().columns()));
    }

    private void showActive() {
        List<LiveSession> sessions;
        try (ApiChannel channel = cluster.open(shell)) {
            sessions = LiveSessions.all(channel).stream()
                    .filter(live ->
                            user.isEmpty() || live.getSession().getUser().equals(user))
                    .toList();
        }
        shell.print(format.json() ? ActiveSessions.json(sessions) : ActiveSessions.table(sessions, shell));
    }

    private List<Session> sessions() {
        try (ApiChannel channel = cluster.open(shell)) {
            var service = RecordingServiceGrpc.newBlockingStub(channel.channel());
            ListSessionsRequest.Builder request =
                    ListSessionsRequest.newBuilder().setUser(user);
            return Pages.all(
                    page -> service.listSessions(request.setPage(page).build()),
                    ListSessionsReply::getSessionsList,
                    ListSessionsReply::getNextPageToken);
        }
    }

    private static Optional<Instant> ended(Session session) {
        return Fields.time(session.hasEnded(), session.getEnded());
    }

    private static String length(Session session) {
        return ended(session)
                .map(end -> Times.span(Duration.between(Fields.time(session.getStarted()), end)))
                .orElse("-");
    }

    private static String state(Session session) {
        return switch (session.getState()) {
            case RUNNING -> "running";
            case COMPLETE -> "complete";
            case CUT_SHORT -> "cut short";
            case STATE_UNSPECIFIED, UNRECOGNIZED -> "unknown";
        };
    }

    private static Map<String, @Nullable Object> json(Session session) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("id", session.getId());
        fields.put("kind", session.getKind());
        fields.put("state", state(session));
        fields.put("user", session.getUser());
        fields.put("login", session.getLogin());
        fields.put("node_id", session.getNodeId());
        fields.put("node_name", session.getNodeName());
        fields.put("command", session.getCommand());
        fields.put("comments", session.getComments());
        fields.put("started", Fields.time(session.getStarted()).toString());
        fields.put("ended", ended(session).map(Instant::toString).orElse(null));
        return fields;
    }
}
