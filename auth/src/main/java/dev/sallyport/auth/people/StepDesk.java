package dev.sallyport.auth.people;

import dev.sallyport.api.v1.FactorAnswer;
import dev.sallyport.api.v1.FactorChallenge;
import dev.sallyport.api.v1.UserCredentials;
import dev.sallyport.audit.event.AuditEvent;
import dev.sallyport.audit.event.EventSubject;
import dev.sallyport.audit.event.UserEvent;
import dev.sallyport.auth.factors.Asking;
import dev.sallyport.auth.factors.Challenges;
import dev.sallyport.auth.factors.FactorOutcome;
import dev.sallyport.auth.factors.KeyOwners;
import dev.sallyport.auth.people.Credentials.Proof;
import dev.sallyport.auth.state.Ledger;
import dev.sallyport.auth.state.Plan;
import dev.sallyport.auth.state.Records;
import dev.sallyport.auth.state.v1.ChallengeRecord;
import dev.sallyport.auth.state.v1.CredentialRecord;
import dev.sallyport.auth.state.v1.UserRecord;
import dev.sallyport.model.Failure;
import dev.sallyport.store.Store;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A login in two steps: the password, or nothing, for a challenge; what answers it for certificates.
 *
 * <p>The first step always ends in a challenge. Where the password was wrong, or nobody is there, or somebody has no security key, it looks the same, and the second
 * step decides. A wrong password counts as a failed login in the first step, so that nobody guesses by first steps alone.
 */
public final class StepDesk {

    private final Credentials credentials;
    private final Lockouts lockouts;
    private final Admission admission;
    private final Refusals refusals;
    private final Challenges challenges;
    private final KeyOwners owners;
    private final Asking asking;
    private final Ledger ledger;
    private final InstantSource clock;

    StepDesk(
            Credentials credentials,
            Lockouts lockouts,
            Admission admission,
            Challenges challenges,
            KeyOwners owners,
            Asking asking,
            Ledger ledger,
            InstantSource clock) {
        this.credentials = credentials;
        this.lockouts = lockouts;
        this.admission = admission;
        this.refusals = new Refusals(ledger);
        this.challenges = challenges;
        this.owners = owners;
        this.asking = asking;
        this.ledger = ledger;
        this.clock = clock;
    }

    /**
     * The first step.
     *
     * @param source where the call comes from
     * @throws Failure INVALID for a life that nobody may have, EXHAUSTED for too many logins at once
     */
    public FactorChallenge start(String user, String password, Admission.Wish wish, EventSubject source) {
        String name = LoginDesk.name(user);
        Proof proof = credentials.check(name, PasswordRule.cut(password));
        return ledger.write(() -> begin(name, proof, wish, source.withUser(name)));
    }

    private Plan<FactorChallenge> begin(String name, Proof shown, Admission.Wish wish, EventSubject subject) {
        Instant now = clock.instant();
        Proof proof = credentials.again(shown, name);
        Optional<Records.Versioned<UserRecord>> user = admission.user(name);
        Lockouts.Standing standing = lockouts.standing(name, user.isPresent());
        Optional<String> objection =
                refusals.objection(user.map(Records.Versioned::value), proof.password(), standing.locked(now));
        ChallengeRecord.Login.Builder login =
                ChallengeRecord.Login.newBuilder().setWish(Wishes.record(wish)).setObjection(objection.orElse(""));
        if (objection.isEmpty()) {
            login.setPasswordMark(Credentials.passwordMark(proof.against()));
        }
        Challenges.Draft draft = challenges.draft(ChallengeRecord.newBuilder()
                .setUser(name)
                .setSummary("log in as " + name)
                .setLogin(login));
        List<AuditEvent> events = objection.isEmpty()
                ? List.of(new UserEvent.LoginStarted(ledger.head(subject)))
                : refusals.counted(standing, now, subject, objection.get());
        Store.Write counted = objection.isEmpty() ? lockouts.same(standing) : lockouts.failed(standing, now);
        CredentialRecord asked = objection.isEmpty() ? proof.against() : CredentialRecord.getDefaultInstance();
        return new Plan<>(List.of(challenges.creation(draft), counted), events, asking.login(draft, asked));
    }

    /** The first step of a login by a resident key alone: it says whose it is. */
    public FactorChallenge start(Admission.Wish wish, EventSubject source) {
        Challenges.Draft draft = challenges.draft(ChallengeRecord.newBuilder()
                .setSummary("log in without a password")
                .setLogin(ChallengeRecord.Login.newBuilder()
                        .setWish(Wishes.record(wish))
                        .setPasswordless(true)));
        return ledger.write(() -> new Plan<>(List.of(challenges.creation(draft)), List.of(), asking.byKeyAlone(draft)));
    }

    /**
     * The second step.
     *
     * @param answer where the client has one; else that of a browser counts
     * @return empty while there is no answer
     * @throws Failure UNAUTHENTICATED whatever was wrong; then the challenge is used up
     */
    public Optional<UserCredentials> finish(String id, Optional<FactorAnswer> answer, EventSubject source) {
        Records.Versioned<ChallengeRecord> challenge =
                challenges.find(id).filter(found -> found.value().hasLogin()).orElseThrow(Refusals::told);
        Optional<FactorAnswer> given = answer.or(() -> Asking.byBrowser(challenge.value()));
        if (given.isEmpty()) {
            return Optional.empty();
        }
        Optional<UserCredentials> granted = ledger.write(() -> decide(id, given.get(), source));
        return Optional.of(granted.orElseThrow(Refusals::told));
    }

    private Plan<Optional<UserCredentials>> decide(String id, FactorAnswer answer, EventSubject source) {
        Optional<Records.Versioned<ChallengeRecord>> found = challenges.find(id);
        if (found.isEmpty()) {
            return new Plan<>(List.of(), List.of(), Optional.empty());
        }
        ChallengeRecord challenge = found.get().value();
        boolean alone = challenge.getLogin().getPasswordless();
        String name =
                alone ? owners.owner(answer.getAssertion().getCredentialId()).orElse("-") : challenge.getUser();
        EventSubject subject = source.withUser(name);
        Optional<Records.Versioned<CredentialRecord>> stored = credentials.find(name);
        Optional<Records.Versioned<UserRecord>> user = admission.user(name);
        Lockouts.Standing standing = lockouts.standing(name, user.isPresent());
        FactorOutcome outcome = asking.check(credentials.against(stored), challenge, answer);
        Optional<String> objection =
                alone ? byKeyAlone(user, answer) : byPassword(challenge.getLogin(), stored, user, standing);
        if (objection.isEmpty() && admission.isLockedOut(user.orElseThrow().value())) {
            objection = Optional.of("locked by an administrator");
        }
        if (objection.isEmpty() && outcome instanceof FactorOutcome.Right right) {
            List<Store.Write> further = new ArrayList<>(
                    List.of(challenges.use(found.get()), credentials.replaced(stored.orElseThrow(), right.after())));
            further.add(alone ? lockouts.same(standing) : lockouts.passed(standing));
            Plan<UserCredentials> in = admission.plan(
                    user.orElseThrow(),
                    Wishes.wish(challenge.getLogin().getWish()),
                    alone ? new Manner("passwordless", Manner.devices(right)) : Manner.with("password", right),
                    subject,
                    further);
            return new Plan<>(in.writes(), in.events(), Optional.of(in.result()));
        }
        String why =
                objection.orElseGet(() -> outcome instanceof FactorOutcome.Wrong(String told) ? told : "second factor");
        return refused(found.get(), standing, subject, why);
    }

    /** Whoever's password was wrong was counted in the first step; nobody guesses a signature. */
    private Plan<Optional<UserCredentials>> refused(
            Records.Versioned<ChallengeRecord> challenge,
            Lockouts.Standing standing,
            EventSubject subject,
            String why) {
        Instant now = clock.instant();
        ChallengeRecord.Login login = challenge.value().getLogin();
        boolean counts = !login.getPasswordless() && login.getObjection().isEmpty();
        return new Plan<>(
                List.of(challenges.use(challenge), counts ? lockouts.failed(standing, now) : lockouts.same(standing)),
                counts ? refusals.counted(standing, now, subject, why) : List.of(refusals.event(subject, why)),
                Optional.empty());
    }

    private Optional<String> byPassword(
            ChallengeRecord.Login login,
            Optional<Records.Versioned<CredentialRecord>> stored,
            Optional<Records.Versioned<UserRecord>> user,
            Lockouts.Standing standing) {
        if (!login.getObjection().isEmpty()) {
            return Optional.of(login.getObjection());
        }
        boolean same = stored.isPresent()
                && Credentials.passwordMark(stored.get().value()).equals(login.getPasswordMark());
        return refusals.objection(user.map(Records.Versioned::value), same, standing.locked(clock.instant()));
    }

    /** Failed logins of others lock nobody out who needs no password. */
    private Optional<String> byKeyAlone(Optional<Records.Versioned<UserRecord>> user, FactorAnswer answer) {
        return answer.hasAssertion()
                ? refusals.objection(user.map(Records.Versioned::value), true, false)
                : Optional.of("second factor");
    }
}
