package dev.sallyport.auth.people;

import dev.sallyport.audit.event.AuditEvent;
import dev.sallyport.audit.event.EventSubject;
import dev.sallyport.audit.event.UserEvent;
import dev.sallyport.auth.state.Ledger;
import dev.sallyport.auth.state.v1.UserRecord;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Noes to logins: one text for all of them, the reason in the trail. */
final class Refusals {

    private static final String TEXT =
            "login refused: user, password or second factor is wrong, the code was used before, or the user is locked"
                    + " after five failures (for 30 minutes). Try again with a fresh code, or ask an administrator";

    private final Ledger ledger;

    Refusals(Ledger ledger) {
        this.ledger = ledger;
    }

    /** What a person is told, whatever was wrong. */
    static Failure told() {
        return Failure.of(FailureCode.UNAUTHENTICATED, TEXT);
    }

    /** Why not, as far as the password goes, for the audit trail only. */
    Optional<String> objection(Optional<UserRecord> user, boolean password, boolean locked) {
        if (user.isEmpty()) {
            return Optional.of("no such user");
        }
        if (locked) {
            return Optional.of("locked");
        }
        if (!user.get().getActive()) {
            return Optional.of("invite not accepted");
        }
        return password ? Optional.empty() : Optional.of("password");
    }

    /** What the trail says of a failure that counts. */
    List<AuditEvent> counted(Lockouts.Standing standing, Instant now, EventSubject subject, String reason) {
        return counted(standing, now, subject, event(subject, reason));
    }

    /** The same of another failure than a login's. */
    List<AuditEvent> counted(Lockouts.Standing standing, Instant now, EventSubject subject, AuditEvent failure) {
        List<AuditEvent> events = new ArrayList<>(List.of(failure));
        int failures = standing.nextFailures(now);
        if (!standing.locked(now) && failures >= Lockouts.ALLOWED) {
            events.add(new UserEvent.Locked(ledger.head(subject), failures, now.plus(Lockouts.LOCKED)));
        }
        return events;
    }

    /** The same of one that does not. */
    AuditEvent event(EventSubject subject, String reason) {
        return new UserEvent.LoginFailed(ledger.head(subject), reason);
    }
}
