package dev.sallyport.cli.command;

import dev.sallyport.api.v1.LiveSession;
import dev.sallyport.api.v1.Session;
import dev.sallyport.api.v1.SessionParticipant;
import dev.sallyport.cli.terminal.Json;
import dev.sallyport.cli.terminal.Table;
import dev.sallyport.cli.terminal.Times;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Sessions that run, and who is in them, as {@code sally sessions ls --active} shows them. */
final class ActiveSessions {

    private ActiveSessions() {}

    static String table(List<LiveSession> sessions, Shell shell) {
        Table table = new Table("ID", "STARTED", "WHO", "NODE", "HERE", "STATE", "JOIN AS", "WHAT");
        for (LiveSession live : sessions) {
            Session session = live.getSession();
            table.row(
                    session.getId(),
                    Times.second(Fields.time(session.getStarted()), shell.zone()),
                    session.getUser() + " as " + session.getLogin(),
                    session.getNodeName(),
                    here(live),
                    live.getWaitsFor().isEmpty() ? "running" : "waits for " + live.getWaitsFor(),
                    live.getJoinableCount() == 0 ? "-" : String.join(", ", live.getJoinableList()),
                    session.getCommand().isEmpty() ? session.getKind() : session.getCommand());
        }
        return table.render(shell.terminal().columns());
    }

    static String json(List<LiveSession> sessions) {
        return Json.list(sessions, ActiveSessions::fields);
    }

    private static String here(LiveSession live) {
        return live.getParticipantsCount() == 0
                ? "-"
                : live.getParticipantsList().stream()
                        .map(one -> one.getUser() + " (" + one.getMode() + ")")
                        .collect(Collectors.joining(", "));
    }

    private static Map<String, @Nullable Object> fields(LiveSession live) {
        Session session = live.getSession();
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("id", session.getId());
        fields.put("kind", session.getKind());
        fields.put("user", session.getUser());
        fields.put("login", session.getLogin());
        fields.put("node_id", session.getNodeId());
        fields.put("node_name", session.getNodeName());
        fields.put("command", session.getCommand());
        fields.put("started", Fields.time(session.getStarted()).toString());
        fields.put(
                "participants",
                live.getParticipantsList().stream()
                        .map(ActiveSessions::participant)
                        .toList());
        fields.put("waits_for", live.getWaitsFor());
        fields.put("joinable", List.copyOf(live.getJoinableList()));
        return fields;
    }

    private static Map<String, Object> participant(SessionParticipant one) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("user", one.getUser());
        fields.put("mode", one.getMode());
        fields.put("since", Fields.time(one.getSince()).toString());
        return fields;
    }
}
