package dev.sallyport.model.role;

import dev.sallyport.model.expression.Bindings;
import dev.sallyport.model.expression.Expression;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a role says of being several in a session.
 *
 * @param join whose sessions may be joined
 * @param require who must be there for one's own; none: nobody. Always empty in {@code deny}
 */
public record SharedSessions(List<Join> join, List<Require> require) {

    public static final SharedSessions NONE = new SharedSessions(List.of(), List.of());

    public SharedSessions {
        join = List.copyOf(join);
        require = List.copyOf(require);
    }

    /**
     * Sessions of holders of these roles, in these ways.
     *
     * @param name for people; may be empty
     * @param roles of whoever's session it is: one is enough
     */
    public record Join(String name, List<TextPattern> roles, Set<SessionMode> modes) {
        public Join {
            roles = List.copyOf(roles);
            modes = Set.copyOf(modes);
        }

        /** @param user what templates are filled with */
        public boolean names(SessionMode mode, List<String> owners, Bindings user) {
            return modes.contains(mode)
                    && owners.stream()
                            .anyMatch(role -> roles.stream().anyMatch(pattern -> pattern.matches(role, user)));
        }
    }

    /**
     * Who must be there.
     *
     * @param name for people; may be empty
     * @param filter of whom, as {@link Words#ATTENDANT} names them; none: anybody
     * @param modes as what
     * @param count how many different people, at least 1
     * @param onLeave what happens when they are not there any more
     * @param presence how long a proof of being there counts; none: none is wanted
     */
    public record Require(
            String name,
            Optional<Expression> filter,
            Set<SessionMode> modes,
            int count,
            OnLeave onLeave,
            Optional<Duration> presence) {
        public Require {
            modes = Set.copyOf(modes);
            if (count < 1) {
                throw new IllegalArgumentException("nobody is required: " + count);
            }
        }

        /** Such as {@code 2 moderators}. */
        public String text() {
            String who = String.join(
                    " or ", modes.stream().sorted().map(SessionMode::text).toList());
            String such = filter.map(wanted -> " with " + wanted.source()).orElse("");
            return count + " " + who + (count > 1 ? "s" : "") + such;
        }
    }

    /** What becomes of a session without those who must be there. */
    public enum OnLeave {
        TERMINATE,
        PAUSE;

        public String text() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
