package dev.sallyport.proxy.link;

import dev.sallyport.api.lock.LockReader;
import dev.sallyport.api.v1.LocksChanged;
import dev.sallyport.model.access.Circumstances;
import dev.sallyport.model.access.Identity;
import dev.sallyport.model.access.Lock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What auth told of locks, and how long it counts as fresh. The proxy only lets people through to agents, which decide for
 * themselves; but whom a lock hits, or may hit for all that is known here, gets no further than this.
 *
 * @param all ended ones may be among them
 * @param strictRoles whoever holds one of these comes through only by what is fresh
 * @param freshUntil by this machine's clock; {@link Instant#MIN} before auth has told anything
 */
public record KnownLocks(List<Lock> all, Set<String> strictRoles, Instant freshUntil) {

    static final KnownLocks NOTHING = new KnownLocks(List.of(), Set.of(), Instant.MIN);

    public KnownLocks {
        all = List.copyOf(all);
        strictRoles = Set.copyOf(strictRoles);
    }

    /** @throws dev.sallyport.model.Failure where a lock is not understood: then what was known before stays, and grows old */
    static KnownLocks of(LocksChanged told, Instant now) {
        return new KnownLocks(
                LockReader.read(told.getLocksList()),
                Set.copyOf(told.getStrictRolesList()),
                now.plusSeconds(Math.max(0, told.getFreshSeconds())));
    }

    /** What the lock that is in the way says, if one is. */
    public Optional<String> lockOn(Identity identity, Instant validFrom, Instant now) {
        return new Circumstances(now, validFrom, all).lockOn(identity).map(Lock::told);
    }

    /** Why nobody with this identity may come in by what is known here. */
    public Optional<String> staleFor(Identity identity, Instant now) {
        if (freshUntil.equals(Instant.MIN)) {
            return Optional.of("this proxy has not heard from auth since it started: try again when auth is back");
        }
        return now.isBefore(freshUntil)
                ? Optional.empty()
                : identity.allRoles().stream()
                        .filter(strictRoles::contains)
                        .findFirst()
                        .map(role -> "role " + role + " wants fresh locks (lock: strict), and what this proxy knows was"
                                + " fresh until " + freshUntil + ": try again when auth is back");
    }
}
