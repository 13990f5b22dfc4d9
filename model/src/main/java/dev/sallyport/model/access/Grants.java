package dev.sallyport.model.access;

import dev.sallyport.model.role.Options;
import dev.sallyport.model.role.Role;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What a session may be like: the options of the roles that let somebody in, joined as {@link Options} says.
 *
 * @param moderators who must be there besides: each of these must be content
 */
public record Grants(
        Options.Permits permits,
        CommandRules commands,
        Optional<Duration> idleTimeout,
        boolean disconnectExpired,
        Optional<Integer> maxConnections,
        Optional<Integer> maxSessions,
        boolean sessionSecondFactor,
        boolean strictRecording,
        boolean strictLocks,
        boolean pinSource,
        List<Requirement> moderators) {

    public Grants {
        moderators = List.copyOf(moderators);
    }

    /** Nothing in particular: where there is no session, only a yes. */
    static final Grants NONE = joined(List.of(), CommandRules.FREE);

    static Grants joined(Collection<Role> roles, CommandRules commands) {
        OptionsJoin all = new OptionsJoin();
        for (Role role : roles) {
            all.add(role.options());
        }
        return all.grants(commands, Requirement.of(roles));
    }
}
