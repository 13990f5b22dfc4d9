package dev.sallyport.api.role;

import dev.sallyport.api.v1.Metadata;
import dev.sallyport.api.v1.RoleConditions;
import dev.sallyport.api.v1.RoleOptions;
import dev.sallyport.api.v1.RoleRule;
import dev.sallyport.api.v1.RoleSpec;
import dev.sallyport.api.v1.RoleTimes;
import dev.sallyport.api.v1.StringList;
import dev.sallyport.model.Durations;
import dev.sallyport.model.expression.Expression;
import dev.sallyport.model.role.AdminRule;
import dev.sallyport.model.role.Conditions;
import dev.sallyport.model.role.Options;
import dev.sallyport.model.role.Role;
import dev.sallyport.model.role.TextPattern;
import dev.sallyport.model.role.TimeWindow;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** Writes a role as its message: what {@link RoleReader} reads as the same role. */
public final class RoleWriter {

    private static final String STRICT = "strict";

    private RoleWriter() {}

    /** Writes a role. */
    public static dev.sallyport.api.v1.Role write(Role role) {
        return dev.sallyport.api.v1.Role.newBuilder()
                .setMetadata(Metadata.newBuilder().setName(role.name()))
                .setSpec(RoleSpec.newBuilder()
                        .setOptions(options(role.options()))
                        .setAllow(conditions(role.allow()))
                        .setDeny(conditions(role.deny())))
                .build();
    }

    private static RoleOptions options(Options options) {
        return RoleOptions.newBuilder()
                .setMaxSessionTtl(options.maxSessionTtl().map(Durations::text).orElse(""))
                .setPortForwarding(options.permits().portForwarding())
                .setForwardAgent(options.permits().agentForwarding())
                .setSshFileCopy(options.permits().fileCopy())
                .setClientIdleTimeout(options.idleTimeout().map(Durations::text).orElse(""))
                .setDisconnectExpiredCert(options.disconnectExpired())
                .setMaxConnections(options.maxConnections().orElse(0))
                .setMaxSessions(options.maxSessions().orElse(0))
                .setRequireSessionMfa(options.sessionSecondFactor())
                .setRecordSession(options.strictRecording() ? STRICT : "")
                .setLock(options.strictLocks() ? STRICT : "")
                .setPinSourceIp(options.pinSource())
                .setForceCommand(options.forceCommand().orElse(""))
                .build();
    }

    private static RoleConditions conditions(Conditions conditions) {
        RoleConditions.Builder message = RoleConditions.newBuilder()
                .addAllLogins(sources(conditions.logins()))
                .setNodeLabelsExpression(
                        conditions.nodeExpression().map(Expression::source).orElse(""))
                .addAllCommands(sources(conditions.commands()))
                .addAllTimes(conditions.times().stream().map(RoleWriter::times).toList())
                .addAllRules(conditions.rules().stream().map(RoleWriter::rule).toList());
        new TreeMap<>(conditions.nodeLabels().wanted())
                .forEach((name, patterns) -> message.putNodeLabels(
                        name,
                        StringList.newBuilder().addAllValues(sources(patterns)).build()));
        conditions.request().map(RequestsWriter::request).ifPresent(message::setRequest);
        conditions.review().map(RequestsWriter::review).ifPresent(message::setReviewRequests);
        conditions.shared().join().stream().map(SharedWriter::join).forEach(message::addJoinSessions);
        conditions.shared().require().stream().map(SharedWriter::require).forEach(message::addRequireSessionJoin);
        return message.build();
    }

    static RoleTimes times(TimeWindow window) {
        return RoleTimes.newBuilder()
                .addAllDays(window.days().stream()
                        .sorted()
                        .map(day -> day.name().substring(0, 3).toLowerCase(Locale.ROOT))
                        .toList())
                .setFrom(clock(window.from()))
                .setTo(clock(window.to()))
                .setZone(window.zone().getId())
                .build();
    }

    private static RoleRule rule(AdminRule rule) {
        return RoleRule.newBuilder()
                .addAllResources(rule.resources().stream()
                        .sorted()
                        .map(kind -> kind.text())
                        .toList())
                .addAllVerbs(
                        rule.verbs().stream().sorted().map(verb -> verb.text()).toList())
                .setWhere(rule.where().map(Expression::source).orElse(""))
                .build();
    }

    private static String clock(int minute) {
        return "%02d:%02d".formatted(minute / 60, minute % 60);
    }

    static List<String> sources(List<TextPattern> patterns) {
        return patterns.stream().map(TextPattern::source).toList();
    }
}
