package dev.sallyport.model.access;

import dev.sallyport.model.role.Options;
import dev.sallyport.model.role.Role;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

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
        List<Options> all = roles.stream().map(Role::options).toList();
        return new Grants(
                permits(all.stream().map(Options::permits).toList()),
                commands,
                least(all, Options::idleTimeout),
                any(all, Options::disconnectExpired),
                least(all, Options::maxConnections),
                least(all, Options::maxSessions),
                any(all, Options::sessionSecondFactor),
                any(all, Options::strictRecording),
                any(all, Options::strictLocks),
                any(all, Options::pinSource),
                Requirement.of(roles));
    }

    private static Options.Permits permits(List<Options.Permits> all) {
        return new Options.Permits(
                all.stream().anyMatch(Options.Permits::portForwarding),
                all.stream().anyMatch(Options.Permits::agentForwarding),
                !all.isEmpty() && all.stream().allMatch(Options.Permits::fileCopy));
    }

    private static boolean any(List<Options> all, Predicate<Options> option) {
        return all.stream().anyMatch(option);
    }

    private static <T extends Comparable<? super T>> Optional<T> least(
            List<Options> all, Function<Options, Optional<T>> option) {
        return all.stream().map(option).flatMap(Optional::stream).min(Comparator.naturalOrder());
    }
}
