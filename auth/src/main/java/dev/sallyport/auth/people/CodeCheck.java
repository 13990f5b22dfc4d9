package dev.sallyport.auth.people;

import dev.sallyport.api.v1.ProvePresenceRequest;
import dev.sallyport.audit.event.AuditEvent;
import dev.sallyport.audit.event.EventSubject;
import dev.sallyport.audit.event.UserEvent;
import dev.sallyport.auth.factors.Codes;
import dev.sallyport.auth.factors.FactorOutcome;
import dev.sallyport.auth.state.Ledger;
import dev.sallyport.auth.state.Plan;
import dev.sallyport.auth.state.Records;
import dev.sallyport.auth.state.v1.CredentialRecord;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Presence by a one-time code. Wrong ones count as failed logins do, and each is good once. */
record CodeCheck(Credentials credentials, Lockouts lockouts, Ledger ledger, InstantSource clock)
        implements PresenceCheck {

    @Override
    public void require(String user, ProvePresenceRequest shown, EventSubject subject) {
        boolean right = ledger.write(() -> decide(user, shown.getOneTimeCode(), subject));
        if (!right) {
            throw Failure.of(
                    FailureCode.UNAUTHENTICATED,
                    "the code is wrong, was used before, or you are locked after five failures (for 30 minutes): try"
                            + " again with a fresh one");
        }
    }

    /** A recovery code says that a person was here once, and not that he is here now. */
    private Plan<Boolean> decide(String user, String code, EventSubject subject) {
        Instant now = clock.instant();
        Optional<Records.Versioned<CredentialRecord>> stored = credentials.find(user);
        Lockouts.Standing standing = lockouts.standing(user, stored.isPresent());
        if (!standing.locked(now)
                && stored.isPresent()
                && Codes.check(stored.get().value(), code, now) instanceof FactorOutcome.Right right
                && right.method().equals("totp")) {
            return new Plan<>(
                    List.of(credentials.replaced(stored.get(), right.after()), lockouts.passed(standing)),
                    List.of(new UserEvent.Present(ledger.head(subject))),
                    true);
        }
        List<AuditEvent> events = new ArrayList<>();
        events.add(new UserEvent.LoginFailed(ledger.head(subject), standing.locked(now) ? "locked" : "second factor"));
        int failures = standing.nextFailures(now);
        if (!standing.locked(now) && failures >= Lockouts.ALLOWED) {
            events.add(new UserEvent.Locked(ledger.head(subject), failures, now.plus(Lockouts.LOCKED)));
        }
        return new Plan<>(List.of(lockouts.failed(standing, now)), events, false);
    }
}
