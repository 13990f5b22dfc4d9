package dev.sallyport.agent.ssh;

import dev.sallyport.model.Failure;
import dev.sallyport.model.access.Grants;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Whether what this host knows of locks is fresh enough for roles that are strict about it. For whoever comes in, and for each
 * session that begins in a connection that is there already; what runs goes on.
 *
 * @param until as auth signed it; of what is not known at all: the beginning of time
 */
record FreshLocks(Instant until) {

    static FreshLocks now(Workshop workshop) {
        try {
            return new FreshLocks(workshop.view().freshUntil());
        } catch (Failure unknown) {
            return new FreshLocks(Instant.MIN);
        }
    }

    /** What the person is told where a role is strict and this is old. */
    Optional<String> objection(Grants grants, InstantSource clock) {
        return grants.strictLocks() && !clock.instant().isBefore(until)
                ? Optional.of(
                        "a role of yours wants fresh locks (lock: strict), and what this host knows was fresh until "
                                + (until.equals(Instant.MIN) ? "nobody knows when" : until)
                                + ": try again when auth is back")
                : Optional.empty();
    }
}
