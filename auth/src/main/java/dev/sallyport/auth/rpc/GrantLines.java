package dev.sallyport.auth.rpc;

import dev.sallyport.model.Durations;
import dev.sallyport.model.access.CommandRules;
import dev.sallyport.model.access.Grants;
import dev.sallyport.model.role.TextPattern;
import java.util.ArrayList;
import java.util.List;

/** What a session may be like, in words: a line for each thing that is out of the ordinary. */
final class GrantLines {

    private final List<String> lines = new ArrayList<>();

    private GrantLines() {}

    static List<String> of(Grants grants) {
        GrantLines lines = new GrantLines();
        lines.rights(grants);
        lines.commands(grants.commands());
        grants.idleTimeout().ifPresent(idle -> lines.add("ends when nothing is sent for " + Durations.text(idle)));
        grants.maxConnections().ifPresent(most -> lines.add("at most " + most + " connections to a node at once"));
        grants.maxSessions().ifPresent(most -> lines.add("at most " + most + " sessions in a connection"));
        lines.when(grants.disconnectExpired(), "ends with the certificate");
        lines.when(grants.sessionSecondFactor(), "takes a second factor of its own");
        lines.when(grants.strictRecording(), "does not begin or go on without a recording");
        lines.when(grants.strictLocks(), "does not begin where locks are not known freshly");
        grants.moderators().forEach(wanted -> lines.add("only while there is " + wanted.text()));
        lines.when(grants.pinSource(), "only from the address of the login");
        return lines.lines;
    }

    private void rights(Grants grants) {
        when(grants.permits().portForwarding(), "port forwarding");
        when(grants.permits().agentForwarding(), "agent forwarding");
        when(grants.permits().fileCopy(), "file copy");
    }

    private void commands(CommandRules rules) {
        rules.forced().ifPresent(command -> add("always runs: " + command));
        when(!rules.anything(), "only these commands: " + sources(rules.allowed()));
        when(!rules.denied().isEmpty(), "never these commands: " + sources(rules.denied()));
    }

    private static String sources(List<TextPattern> patterns) {
        return String.join(", ", patterns.stream().map(TextPattern::source).toList());
    }

    private void when(boolean holds, String line) {
        if (holds) {
            add(line);
        }
    }

    private void add(String line) {
        lines.add(line);
    }
}
