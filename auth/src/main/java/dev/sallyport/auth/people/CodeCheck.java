package dev.sallyport.auth.people;

import dev.sallyport.api.v1.ProvePresenceRequest;
import dev.sallyport.audit.event.AuditEvent;
import dev.sallyport.audit.event.EventSubject;
import dev.sallyport.audit.event.UserEvent;
import dev.sallyport.auth.state.Ledger;
import dev.sallyport.auth.state.Plan;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Presence by a one-time code. Wrong ones count as failed logins do, and each is good once. */
record CodeCheck(Credentials credentials, Lockouts lockouts, Ledger ledger, InstantSource clock)
        implements PresenceCheck {

    @Override
    public void require(String user, ProvePresenceRequest shown, EventSubject subject) {
        Credentials.Proof proof = credentials.check(user, "", shown.getOneTimeCode(), clock.instant());
        boolean right = ledger.write(() -> decide(user, proof, subject));
        if (!right) {
            throw Failure.of(
                    FailureCode.UNAUTHENTICATED,
                    "the code is wrong, was used before, or you are locked after five failures (for 30 minutes): try"
                            + " again with a fresh one");
        }
    }

    private Plan<Boolean> decide(String user, Credentials.Proof shown, EventSubject subject) {
        Instant now = clock.instant();
        Credentials.Proof proof = credentials.again(shown, user);
        Lockouts.Standing standing = lockouts.standing(user, proof.stored().isPresent());
        if (!standing.locked(now) && proof.isFresh()) {
            return new Plan<>(
                    List.of(credentials.spend(proof), lockouts.passed(standing)),
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
