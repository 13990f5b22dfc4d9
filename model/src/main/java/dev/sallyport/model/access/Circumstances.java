package dev.sallyport.model.access;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What else a decision depends on.
 *
 * @param now when it is taken
 * @param validFrom when the certificate that shows the identity begins
 * @param locks all there are, ended ones too
 */
public record Circumstances(Instant now, Instant validFrom, Collection<Lock> locks) {

    public Circumstances {
        locks = List.copyOf(locks);
    }

    /** Where locks were looked at already, or do not count. */
    public Circumstances(Instant now) {
        this(now, now, List.of());
    }

    /** The first lock in force that stands in the way. */
    public Optional<Lock> lockOn(Identity identity, Resource resource, Action action) {
        return locks.stream()
                .filter(lock -> lock.inForce(now))
                .filter(lock -> lock.hits(identity, validFrom) || lock.hits(resource, action))
                .findFirst();
    }

    /** The first lock in force that is on whoever this is. */
    public Optional<Lock> lockOn(Identity identity) {
        return locks.stream()
                .filter(lock -> lock.inForce(now) && lock.hits(identity, validFrom))
                .findFirst();
    }

    /** The first lock in force that is on one of the sessions that run in a connection. */
    public Optional<Lock> lockOn(Collection<String> sessions) {
        return locks.stream()
                .filter(lock -> lock.inForce(now) && lock.hits(sessions))
                .findFirst();
    }
}
