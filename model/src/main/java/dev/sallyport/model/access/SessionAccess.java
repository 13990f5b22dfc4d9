package dev.sallyport.model.access;

import dev.sallyport.model.access.Finding.Effect;
import dev.sallyport.model.expression.Bindings;
import dev.sallyport.model.role.Conditions;
import dev.sallyport.model.role.Role;
import dev.sallyport.model.role.SessionMode;
import dev.sallyport.model.role.SharedSessions;
import java.util.List;
import java.util.Optional;

/**
 * What a role says of joining a session that runs. A denial of the node or of the session's login closes it as it closes a
 * login; nodes and times that a role names narrow what it allows to join.
 */
final class SessionAccess implements Judge {

    private final Resource.LiveSession session;
    private final SessionMode mode;
    private final boolean own;
    private final Bindings user;
    private final NodeAccess login;
    private final NodeAccess node;

    SessionAccess(Asker asker, Resource.LiveSession session, SessionMode mode) {
        this.session = session;
        this.mode = mode;
        this.own = asker.identity().user().equals(session.owner());
        this.user = asker.user();
        this.login = new NodeAccess(asker, session.node(), Optional.of(session.login()));
        this.node = new NodeAccess(asker, session.node(), Optional.empty());
    }

    @Override
    public Optional<Finding> denies(Role role) {
        Conditions deny = role.deny();
        return login.denies(role)
                .or(() -> login.inTime(deny)
                        ? rule(deny)
                                .map(index -> new Finding(
                                        role.name(),
                                        Effect.DENIES,
                                        "deny.join_sessions[" + index + "]",
                                        "closes " + wish()))
                        : Optional.empty());
    }

    @Override
    public Finding allows(Role role) {
        if (own) {
            return ofOwn(role);
        }
        Optional<Integer> index = rule(role.allow());
        if (index.isEmpty()) {
            return shortfall(role, "no rule to " + wish());
        }
        if (role.allow().namesNodes()) {
            Finding there = node.allows(role);
            if (there.effect() != Effect.ALLOWS) {
                return there;
            }
        }
        return login.inTime(role.allow())
                ? new Finding(role.name(), Effect.ALLOWS, "allow.join_sessions[" + index.get() + "]", wish())
                : new Finding(role.name(), Effect.FALLS_SHORT, "allow.times", "not open at this time");
    }

    private Finding ofOwn(Role role) {
        if (mode == SessionMode.MODERATOR) {
            return shortfall(role, "nobody moderates a session of his own");
        }
        return login.allows(role);
    }

    private Optional<Integer> rule(Conditions conditions) {
        List<SharedSessions.Join> rules = conditions.shared().join();
        for (int i = 0; i < rules.size(); i++) {
            if (rules.get(i).names(mode, session.ownerRoles(), user)) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    private String wish() {
        return "join as " + mode.text() + " a session of a holder of " + String.join(", ", session.ownerRoles());
    }

    private static Finding shortfall(Role role, String text) {
        return new Finding(role.name(), Effect.FALLS_SHORT, "allow.join_sessions", text);
    }
}
