package dev.sallyport.model.access;

import dev.sallyport.model.role.SessionMode;
import dev.sallyport.model.role.SharedSessions.OnLeave;
import dev.sallyport.model.role.SharedSessions.Require;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Whether those are in a session who must be. Pure; whatever goes wrong on the way is a no. */
public sealed interface Quorum {

    /** They are. */
    record Met() implements Quorum {}

    /**
     * They are not.
     *
     * @param pauses whether the session may wait for them; else it ends, once it has begun
     * @param wanted who is missing, for a person
     */
    record Missing(boolean pauses, String wanted) implements Quorum {}

    /**
     * Somebody who joined.
     *
     * @param identity from a certificate that was verified
     * @param proved when being there was last proved with a second factor
     */
    record Attendant(Identity identity, SessionMode mode, Optional<Instant> proved) {}

    /**
     * Looks at who is there. The same person counts once, and the session's own person never.
     *
     * @param required each of these must be content
     */
    static Quorum of(List<Requirement> required, String owner, Collection<Attendant> there, Instant now) {
        List<Requirement> unmet = required.stream()
                .filter(requirement -> !isMet(requirement, owner, there, now))
                .toList();
        if (unmet.isEmpty()) {
            return new Met();
        }
        boolean pauses = unmet.stream()
                .flatMap(requirement -> requirement.anyOf().stream())
                .allMatch(require -> require.onLeave() == OnLeave.PAUSE);
        return new Missing(
                pauses, String.join("; ", unmet.stream().map(Requirement::text).toList()));
    }

    private static boolean isMet(Requirement requirement, String owner, Collection<Attendant> there, Instant now) {
        return requirement.anyOf().stream()
                .anyMatch(require -> there.stream()
                                .filter(one -> !one.identity().user().equals(owner))
                                .filter(one -> counts(require, one, now))
                                .map(one -> one.identity().user())
                                .distinct()
                                .count()
                        >= require.count());
    }

    private static boolean counts(Require require, Attendant one, Instant now) {
        try {
            return require.modes().contains(one.mode())
                    && require.presence()
                            .map(span -> one.proved()
                                    .filter(proved -> now.isBefore(proved.plus(span)))
                                    .isPresent())
                            .orElse(true)
                    && require.filter()
                            .map(filter -> filter.test(Asker.of(one.identity(), new Circumstances(now))
                                    .user()))
                            .orElse(true);
        } catch (RuntimeException undecided) {
            return false;
        }
    }
}
