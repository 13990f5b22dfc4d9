package dev.sallyport.api.role;

import dev.sallyport.api.v1.JoinCondition;
import dev.sallyport.api.v1.ModerationCondition;
import dev.sallyport.model.Durations;
import dev.sallyport.model.expression.Expression;
import dev.sallyport.model.role.SessionMode;
import dev.sallyport.model.role.SharedSessions;
import java.util.Collection;
import java.util.List;

/** Writes {@code join_sessions} and {@code require_session_join}. */
final class SharedWriter {

    private SharedWriter() {}

    static JoinCondition join(SharedSessions.Join rule) {
        return JoinCondition.newBuilder()
                .setName(rule.name())
                .addAllRoles(RoleWriter.sources(rule.roles()))
                .addAllModes(modes(rule.modes()))
                .build();
    }

    static ModerationCondition require(SharedSessions.Require rule) {
        return ModerationCondition.newBuilder()
                .setName(rule.name())
                .setFilter(rule.filter().map(Expression::source).orElse(""))
                .addAllModes(modes(rule.modes()))
                .setCount(rule.count())
                .setOnLeave(rule.onLeave().text())
                .setPresence(rule.presence().map(Durations::text).orElse(""))
                .build();
    }

    private static List<String> modes(Collection<SessionMode> modes) {
        return modes.stream().sorted().map(SessionMode::text).toList();
    }
}
