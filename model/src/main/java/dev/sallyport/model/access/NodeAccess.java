package dev.sallyport.model.access;

import dev.sallyport.model.access.Finding.Effect;
import dev.sallyport.model.expression.Bindings;
import dev.sallyport.model.role.Conditions;
import dev.sallyport.model.role.Role;
import dev.sallyport.model.role.TextPattern;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a role says of a node. */
final class NodeAccess implements Judge {

    private final Resource.Node node;
    private final Optional<String> login;
    private final Bindings user;
    private final Bindings labelled;
    private final Instant now;
    /** Told by every role that is not for this node: made once. */
    private final String elsewhere;

    /** @param login as which Unix user; none where it is only about seeing the node */
    NodeAccess(Asker asker, Resource.Node node, Optional<String> login) {
        this.node = node;
        this.login = login;
        this.user = asker.user();
        this.labelled = asker.with(node);
        this.now = asker.at().now();
        this.elsewhere = "do not match " + node.name();
    }

    /**
     * Meeting one condition is enough. Times narrow the others; alone they close everything. Denied commands are no matter
     * of getting in: they go along into the session.
     */
    @Override
    public Optional<Finding> denies(Role role) {
        Conditions deny = role.deny();
        if (!inTime(deny)) {
            return Optional.empty();
        }
        if (deny.nodeLabels().matches(node.labels(), user)) {
            return denial(role, "node_labels", "match " + node.name());
        }
        if (deny.nodeExpression()
                .filter(expression -> expression.test(labelled))
                .isPresent()) {
            return denial(role, "node_labels_expression", "holds for " + node.name());
        }
        if (login.filter(wanted -> matches(deny.logins(), wanted)).isPresent()) {
            return denial(role, "logins", "include " + login.get());
        }
        boolean onlyTimes = !deny.times().isEmpty()
                && !deny.namesNodes()
                && deny.logins().isEmpty()
                && deny.shared().join().isEmpty();
        return onlyTimes ? denial(role, "times", "closed at this time") : Optional.empty();
    }

    /** All conditions that there are must be met, and which nodes are meant must be said. */
    @Override
    public Finding allows(Role role) {
        Conditions allow = role.allow();
        if (!allow.namesNodes()) {
            return shortfall(role, "node_labels", "no node is named");
        }
        if (!allow.nodeLabels().isEmpty() && !allow.nodeLabels().matches(node.labels(), user)) {
            return shortfall(role, "node_labels", elsewhere);
        }
        if (allow.nodeExpression()
                .filter(expression -> !expression.test(labelled))
                .isPresent()) {
            return shortfall(role, "node_labels_expression", "does not hold for " + node.name());
        }
        if (login.filter(wanted -> !matches(allow.logins(), wanted)).isPresent()) {
            return shortfall(role, "logins", "do not include " + login.get());
        }
        if (!inTime(allow)) {
            return shortfall(role, "times", "not open at this time");
        }
        return new Finding(
                role.name(), Effect.ALLOWS, login.isPresent() ? "allow.logins" : "allow.node_labels", "allows");
    }

    boolean inTime(Conditions conditions) {
        return conditions.times().isEmpty() || conditions.times().stream().anyMatch(window -> window.contains(now));
    }

    private boolean matches(List<TextPattern> patterns, String text) {
        for (TextPattern pattern : patterns) {
            if (pattern.matches(text, user)) {
                return true;
            }
        }
        return false;
    }

    private static Optional<Finding> denial(Role role, String part, String text) {
        return Optional.of(new Finding(role.name(), Effect.DENIES, "deny." + part, text));
    }

    private static Finding shortfall(Role role, String part, String text) {
        return new Finding(role.name(), Effect.FALLS_SHORT, "allow." + part, text);
    }
}
