package dev.sallyport.auth.people;

import dev.sallyport.api.v1.UserCredentials;
import dev.sallyport.audit.event.EventSubject;
import dev.sallyport.auth.factors.Asking;
import dev.sallyport.auth.factors.FactorOutcome;
import dev.sallyport.auth.people.Credentials.Proof;
import dev.sallyport.auth.state.Ledger;
import dev.sallyport.auth.state.Names;
import dev.sallyport.auth.state.Plan;
import dev.sallyport.auth.state.Records;
import dev.sallyport.auth.state.v1.UserRecord;
import dev.sallyport.model.Failure;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Where a password and a code become certificates of hours, in one step.
 *
 * <p>Every way through here that ends in a no does the same work and the same writes and ends in the same text: the reads
 * of a user, one password hash, three codes, one commit of a lockout and an event. The commit decides: it holds the
 * lockout and the spent code in place, so that guesses in parallel, or two logins with one code, are judged one after the
 * other.
 */
public final class LoginDesk {

    private final Credentials credentials;
    private final Lockouts lockouts;
    private final Admission admission;
    private final Refusals refusals;
    private final Asking asking;
    private final Ledger ledger;
    private final InstantSource clock;

    LoginDesk(
            Credentials credentials,
            Lockouts lockouts,
            Admission admission,
            Asking asking,
            Ledger ledger,
            InstantSource clock) {
        this.credentials = credentials;
        this.lockouts = lockouts;
        this.admission = admission;
        this.asking = asking;
        this.refusals = new Refusals(ledger);
        this.ledger = ledger;
        this.clock = clock;
    }

    /**
     * What a person shows.
     *
     * @param otp six digits, or a recovery code
     */
    public record Attempt(String user, String password, String otp, Admission.Wish wish) {

        public Attempt(
                String user,
                String password,
                String otp,
                PublicKey tlsKey,
                PublicKey sshKey,
                Duration ttl,
                List<String> requests) {
            this(user, password, otp, new Admission.Wish(tlsKey, sshKey, ttl, requests));
        }

        @Override
        public String toString() {
            return "Attempt[" + user + ", ***]";
        }
    }

    /**
     * Lets a person in.
     *
     * @param source where the call comes from
     * @throws Failure UNAUTHENTICATED whatever was wrong, INVALID for a life that nobody may have, EXHAUSTED for too many
     *     logins at once; once the proof was good, what is the matter with a request: then no code was spent
     */
    public UserCredentials login(Attempt attempt, EventSubject source) {
        String name = name(attempt.user());
        Proof proof = credentials.check(name, PasswordRule.cut(attempt.password()));
        Optional<UserCredentials> granted = ledger.write(() -> decide(name, proof, attempt, source.withUser(name)));
        return granted.orElseThrow(Refusals::told);
    }

    /** The name, or one that nobody has. */
    static String name(String given) {
        return Names.isUser(given) ? given : "-";
    }

    private Plan<Optional<UserCredentials>> decide(String name, Proof shown, Attempt attempt, EventSubject subject) {
        Instant now = clock.instant();
        Proof proof = credentials.again(shown, name);
        Optional<Records.Versioned<UserRecord>> user = admission.user(name);
        Lockouts.Standing standing = lockouts.standing(name, user.isPresent());
        FactorOutcome factor = asking.code(proof.against(), attempt.otp());
        Optional<String> objection = refusals.objection(
                        user.map(Records.Versioned::value), proof.password(), standing.locked(now))
                .or(() -> factor instanceof FactorOutcome.Wrong(String why) ? Optional.of(why) : Optional.empty());
        if (objection.isEmpty() && admission.isLockedOut(user.orElseThrow().value())) {
            objection = Optional.of("locked by an administrator");
        }
        if (objection.isPresent() || !(factor instanceof FactorOutcome.Right right)) {
            return new Plan<>(
                    List.of(lockouts.failed(standing, now)),
                    refusals.counted(standing, now, subject, objection.orElse("second factor")),
                    Optional.empty());
        }
        Plan<UserCredentials> in = admission.plan(
                user.orElseThrow(),
                attempt.wish(),
                Manner.with("password", right),
                subject,
                List.of(credentials.replaced(proof.stored().orElseThrow(), right.after()), lockouts.passed(standing)));
        return new Plan<>(in.writes(), in.events(), Optional.of(in.result()));
    }
}
