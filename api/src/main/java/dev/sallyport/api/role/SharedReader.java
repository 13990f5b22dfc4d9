package dev.sallyport.api.role;

import dev.sallyport.api.v1.JoinCondition;
import dev.sallyport.api.v1.ModerationCondition;
import dev.sallyport.api.v1.RoleConditions;
import dev.sallyport.model.Durations;
import dev.sallyport.model.expression.Expression;
import dev.sallyport.model.role.SessionMode;
import dev.sallyport.model.role.SharedSessions;
import dev.sallyport.model.role.SharedSessions.OnLeave;
import dev.sallyport.model.role.TextPattern;
import dev.sallyport.model.role.Words;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads {@code join_sessions} and {@code require_session_join}. */
final class SharedReader {

    private static final int MOST = 64;
    private static final int MOST_PEOPLE = 10;
    private static final int LONGEST_NAME = 200;
    private static final Duration SHORTEST_PRESENCE = Duration.ofMinutes(1);
    private static final Duration LONGEST_PRESENCE = Duration.ofHours(12);
    private static final List<String> KINDS = List.of("ssh", "*");

    private final Faults faults;
    private final String path;
    private final boolean allow;

    SharedReader(Faults faults, String path, boolean allow) {
        this.faults = faults;
        this.path = path;
        this.allow = allow;
    }

    SharedSessions read(RoleConditions message) {
        if (!allow && message.getRequireSessionJoinCount() > 0) {
            faults.add(path + ".require_session_join", "this stands in allow: expected nothing here");
        }
        return new SharedSessions(
                joins(message.getJoinSessionsList()),
                allow ? requires(message.getRequireSessionJoinList()) : List.of());
    }

    private List<SharedSessions.Join> joins(List<JoinCondition> messages) {
        List<SharedSessions.Join> read = new ArrayList<>();
        if (faults.bounded(path + ".join_sessions", messages.size(), MOST)) {
            for (int i = 0; i < messages.size(); i++) {
                read.add(join(path + ".join_sessions[" + i + "]", messages.get(i)));
            }
        }
        return read;
    }

    private SharedSessions.Join join(String at, JoinCondition message) {
        if (message.getRolesCount() == 0) {
            faults.add(at + ".roles", "no role: this says nothing; expected roles of whoever's session it is");
        }
        if (message.getModesCount() == 0) {
            faults.add(at + ".modes", "no mode: this says nothing; expected observer, peer or moderator");
        }
        checkKinds(at, message.getKindsList());
        List<TextPattern> roles = faults.bounded(at + ".roles", message.getRolesCount(), MOST)
                ? faults.readAll(at + ".roles", message.getRolesList(), TextPattern::parse)
                : List.of();
        return new SharedSessions.Join(name(at, message.getName()), roles, modes(at, message.getModesList()));
    }

    private List<SharedSessions.Require> requires(List<ModerationCondition> messages) {
        List<SharedSessions.Require> read = new ArrayList<>();
        if (faults.bounded(path + ".require_session_join", messages.size(), MOST)) {
            for (int i = 0; i < messages.size(); i++) {
                read.add(require(path + ".require_session_join[" + i + "]", messages.get(i)));
            }
        }
        return read;
    }

    private SharedSessions.Require require(String at, ModerationCondition message) {
        checkKinds(at, message.getKindsList());
        if (message.getCount() < 0 || message.getCount() > MOST_PEOPLE) {
            faults.add(at + ".count", message.getCount() + ": expected 1 to " + MOST_PEOPLE);
        }
        Set<SessionMode> modes = modes(at, message.getModesList());
        return new SharedSessions.Require(
                name(at, message.getName()),
                filter(at + ".filter", message.getFilter()),
                modes.isEmpty() ? EnumSet.of(SessionMode.MODERATOR) : modes,
                Math.max(1, message.getCount()),
                onLeave(at + ".on_leave", message.getOnLeave()),
                presence(at + ".presence", message.getPresence()));
    }

    private String name(String at, String name) {
        if (name.length() > LONGEST_NAME) {
            faults.add(at + ".name", name.length() + " characters: expected at most " + LONGEST_NAME);
        }
        return name;
    }

    private Optional<Expression> filter(String at, String text) {
        Optional<Expression> read = text.isEmpty()
                ? Optional.empty()
                : faults.read(at, text, source -> Expression.parse(source, Words.ATTENDANT));
        if (read.filter(Expression::isNever).isPresent()) {
            faults.add(at, "this never holds, whoever joins: expected an expression about user");
        }
        return read;
    }

    private void checkKinds(String at, List<String> kinds) {
        for (int i = 0; i < kinds.size(); i++) {
            if (!KINDS.contains(kinds.get(i))) {
                faults.add(at + ".kinds[" + i + "]", "'" + kinds.get(i) + "': expected ssh");
            }
        }
    }

    private Set<SessionMode> modes(String at, List<String> texts) {
        Set<SessionMode> modes = EnumSet.noneOf(SessionMode.class);
        for (int i = 0; i < texts.size(); i++) {
            String text = texts.get(i);
            Optional<SessionMode> mode = SessionMode.named(text);
            mode.ifPresent(modes::add);
            if (text.equals("*")) {
                modes.addAll(EnumSet.allOf(SessionMode.class));
            } else if (mode.isEmpty()) {
                faults.add(at + ".modes[" + i + "]", "'" + text + "': expected observer, peer or moderator");
            }
        }
        return modes;
    }

    private OnLeave onLeave(String at, String text) {
        return switch (text) {
            case "", "terminate" -> OnLeave.TERMINATE;
            case "pause" -> OnLeave.PAUSE;
            default -> {
                faults.add(at, "'" + text + "': expected terminate or pause");
                yield OnLeave.TERMINATE;
            }
        };
    }

    private Optional<Duration> presence(String at, String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Optional<Duration> read = faults.read(at, text, Durations::parse);
        if (read.filter(span -> span.compareTo(SHORTEST_PRESENCE) < 0 || span.compareTo(LONGEST_PRESENCE) > 0)
                .isPresent()) {
            faults.add(
                    at,
                    "'" + text + "': expected " + Durations.text(SHORTEST_PRESENCE) + " to "
                            + Durations.text(LONGEST_PRESENCE));
        }
        return read;
    }
}
