package dev.sallyport.agent.policy;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.model.role.Role;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Roles as auth told them, by name: also that there is none of a name. Younger than {@link #FRESH} they are used as they
 * are; older ones are asked for anew. While auth cannot be asked, the old ones serve until the agent's own certificate
 * ends. That auth refuses is no outage: then there is no answer. Safe for use by many threads.
 */
public final class RoleCache {

    /** How long an answer is used without asking again. */
    public static final Duration FRESH = Duration.ofSeconds(60);

    /** Wait for auth where an old answer would do, and where there is none. */
    private static final Duration SHORT_WAIT = Duration.ofSeconds(2);

    private static final Duration LONG_WAIT = Duration.ofSeconds(10);
    /** After a failure, old answers serve for so long without asking again: not each login waits for what is away. */
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);
    /** Names come from certificates of this cluster; the bound is against a cluster with very many. */
    private static final int MOST_NAMES = 4096;

    private static final Logger log = LoggerFactory.getLogger(RoleCache.class);

    private final RoleSource source;
    private final InstantSource clock;
    private final Supplier<Instant> staleUntil;
    private final Map<String, Known> known;
    private @Nullable Instant askedInVain;

    private record Known(Optional<Role> role, Instant since) {}

    /** @param staleUntil end of the agent's certificate */
    public RoleCache(RoleSource source, InstantSource clock, Supplier<Instant> staleUntil) {
        this.source = source;
        this.clock = clock;
        this.staleUntil = staleUntil;
        this.known = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
                return size() > MOST_NAMES;
            }
        };
    }

    /**
     * The roles of these names.
     *
     * @throws Failure UNAVAILABLE when auth cannot be asked and not all of them are known
     */
    public Collection<Role> roles(Collection<String> names) {
        Set<String> wanted = new LinkedHashSet<>(names);
        Instant now = clock.instant();
        Map<String, Known> had = lookUp(wanted);
        Set<String> old = wanted.stream()
                .filter(name -> !isFresh(had.get(name), now))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (old.isEmpty()) {
            return found(had);
        }
        boolean allKnown = had.size() == wanted.size();
        if (allKnown && recentlyInVain(now) && now.isBefore(staleUntil.get())) {
            return found(had);
        }
        try {
            had.putAll(ask(old, allKnown ? SHORT_WAIT : LONG_WAIT, now));
            return found(had);
        } catch (Failure failure) {
            return afterFailure(failure, had, allKnown, now);
        }
    }

    private Collection<Role> afterFailure(Failure failure, Map<String, Known> had, boolean allKnown, Instant now) {
        if (!isOutage(failure)) {
            throw failure;
        }
        noteInVain(now);
        if (allKnown && now.isBefore(staleUntil.get())) {
            log.warn("roles served stale names={} reason={}", had.keySet(), failure.text());
            return found(had);
        }
        throw Failure.of(
                FailureCode.UNAVAILABLE,
                "auth cannot be asked for the roles of this login, and this host does not know them: try again"
                        + " when auth is back",
                failure);
    }

    private static boolean isOutage(Failure failure) {
        return switch (failure.code()) {
            case UNAVAILABLE, EXHAUSTED, INTERNAL -> true;
            case INVALID, UNAUTHENTICATED, DENIED, NOT_FOUND, CONFLICT -> false;
        };
    }

    private Map<String, Known> ask(Set<String> names, Duration limit, Instant now) {
        Map<String, Known> answer = new HashMap<>();
        names.forEach(name -> answer.put(name, new Known(Optional.empty(), now)));
        for (Role role : source.fetch(names, limit)) {
            answer.replace(role.name(), new Known(Optional.of(role), now));
        }
        synchronized (known) {
            known.putAll(answer);
            askedInVain = null;
        }
        return answer;
    }

    private Map<String, Known> lookUp(Set<String> names) {
        Map<String, Known> had = new HashMap<>();
        synchronized (known) {
            for (String name : names) {
                Known entry = known.get(name);
                if (entry != null) {
                    had.put(name, entry);
                }
            }
        }
        return had;
    }

    private boolean recentlyInVain(Instant now) {
        synchronized (known) {
            return askedInVain != null && now.isBefore(askedInVain.plus(AFTER_FAILURE));
        }
    }

    private void noteInVain(Instant now) {
        synchronized (known) {
            askedInVain = now;
        }
    }

    /** A clock that was set back makes nothing fresh. */
    private static boolean isFresh(@Nullable Known entry, Instant now) {
        return entry != null
                && !now.isBefore(entry.since())
                && now.isBefore(entry.since().plus(FRESH));
    }

    private static Collection<Role> found(Map<String, Known> entries) {
        return entries.values().stream()
                .map(Known::role)
                .flatMap(Optional::stream)
                .toList();
    }
}
