package dev.sallyport.auth.roles;

import dev.sallyport.auth.state.Names;
import dev.sallyport.auth.state.v1.RoleRecord;
import dev.sallyport.auth.state.v1.Values;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.model.access.LabelMatcher;
import dev.sallyport.model.access.PresetRoles;
import dev.sallyport.model.access.Role;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** A role between the model, the store and what may be asked for. */
final class RoleForm {

    private static final Pattern TRAIT_LOGIN = Pattern.compile("\\{\\{\\s*(internal|external)\\.[A-Za-z0-9_-]+\\s*}}");
    private static final int MOST = 256;
    private static final Duration SHORTEST_TTL = Duration.ofMinutes(1);

    private RoleForm() {}

    /** @throws Failure INVALID, telling which part is wrong and what is allowed there */
    static void check(Role role) {
        Names.role(role.name());
        if (role.name().equals(PresetRoles.LOCAL_ADMIN.name())) {
            throw invalid("the role " + role.name() + " is built in and cannot be changed: use another name");
        }
        Names.bounded("logins", role.logins().size(), MOST);
        role.logins().forEach(RoleForm::checkLogin);
        checkLabels(role.nodeLabels().wanted());
        Duration ttl = role.maxSessionTtl();
        if (ttl.compareTo(SHORTEST_TTL) < 0 || ttl.compareTo(Role.LONGEST_TTL) > 0) {
            throw invalid(
                    "max_session_ttl of " + ttl + ": expected 1 minute to " + Role.LONGEST_TTL.toHours() + " hours");
        }
    }

    static RoleRecord record(Role role) {
        RoleRecord.Builder record = RoleRecord.newBuilder()
                .setName(role.name())
                .addAllLogins(role.logins())
                .setPortForwarding(role.permits().portForwarding())
                .setAgentForwarding(role.permits().agentForwarding())
                .setFileCopy(role.permits().fileCopy())
                .setMaxSessionTtlSeconds(role.maxSessionTtl().toSeconds())
                .setAdminister(role.administer())
                .setAudit(role.audit());
        new TreeMap<>(role.nodeLabels().wanted())
                .forEach((name, values) -> record.putNodeLabels(
                        name, Values.newBuilder().addAllValues(values).build()));
        return record.build();
    }

    static Role role(RoleRecord record) {
        Map<String, List<String>> labels = new TreeMap<>();
        record.getNodeLabelsMap().forEach((name, values) -> labels.put(name, List.copyOf(values.getValuesList())));
        return new Role(
                record.getName(),
                record.getLoginsList(),
                new LabelMatcher(labels),
                new Role.Permits(record.getPortForwarding(), record.getAgentForwarding(), record.getFileCopy()),
                Duration.ofSeconds(record.getMaxSessionTtlSeconds()),
                record.getAdminister(),
                record.getAudit());
    }

    private static void checkLogin(String login) {
        if (!Names.isLogin(login) && !TRAIT_LOGIN.matcher(login).matches()) {
            throw invalid("login '" + Names.text(login, "login")
                    + "': expected a Unix user, or {{internal.NAME}} for the values of the user's trait NAME");
        }
    }

    private static void checkLabels(Map<String, List<String>> wanted) {
        Names.bounded("node_labels", wanted.size(), MOST);
        wanted.forEach((name, values) -> {
            Names.bounded("values of " + name, values.size(), MOST);
            if (name.equals("*") && !values.equals(List.of("*"))) {
                throw invalid("node_labels '*': expected '*' as its only value; it means every node");
            }
            if (!name.equals("*")) {
                Names.label(name);
            }
            values.forEach(value -> checkValue(name, value));
        });
    }

    /** Globs and regular expressions are not understood, so they must not look as if they were. */
    private static void checkValue(String name, String value) {
        Names.text(value, "value of label " + name);
        boolean pattern = value.length() > 1 && (value.contains("*") || (value.startsWith("^") && value.endsWith("$")));
        if (pattern) {
            throw invalid("value '" + value + "' of label " + name
                    + " looks like a pattern: expected whole values, or '*' for any");
        }
    }

    private static Failure invalid(String why) {
        return Failure.of(FailureCode.INVALID, why);
    }
}
