package dev.sallyport.server.diagnostics;

import java.util.List;
import java.util.stream.Collectors;

/** States as lines for people and as JSON for programs. */
final class StatusText {

    private StatusText() {}

    static boolean ready(Subject subject, List<RoleState> roles) {
        return !subject.draining() && roles.stream().allMatch(RoleState::ready);
    }

    static String lines(Subject subject, List<RoleState> roles) {
        String draining = subject.draining() ? "draining: no new sessions\n" : "";
        return draining
                + roles.stream()
                        .map(state -> state.role() + ": " + (state.ready() ? "ready" : "not ready") + ": "
                                + clean(state.reason()) + "\n")
                        .collect(Collectors.joining());
    }

    static String json(Subject subject, List<RoleState> roles, String version) {
        return "{\"version\":" + quoted(version) + ",\"ready\":" + ready(subject, roles) + ",\"draining\":"
                + subject.draining() + ",\"roles\":["
                + roles.stream()
                        .map(state -> "{\"role\":" + quoted(state.role()) + ",\"ready\":" + state.ready()
                                + ",\"reason\":" + quoted(state.reason()) + "}")
                        .collect(Collectors.joining(","))
                + "]}\n";
    }

    /** Reasons may hold what a peer said: nothing of it controls a terminal. */
    private static String clean(String text) {
        return text.replaceAll("\\p{C}", "?");
    }

    private static String quoted(String text) {
        return '"' + clean(text).replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
