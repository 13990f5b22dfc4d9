package dev.sallyport.auth.people;

import dev.sallyport.api.v1.FactorAnswer;
import dev.sallyport.api.v1.FactorChallenge;
import dev.sallyport.api.v1.UserCredentials;
import dev.sallyport.audit.event.EventSubject;
import dev.sallyport.audit.event.UserEvent;
import dev.sallyport.auth.factors.Asking;
import dev.sallyport.auth.factors.Challenges;
import dev.sallyport.auth.factors.FactorOutcome;
import dev.sallyport.auth.state.Ledger;
import dev.sallyport.auth.state.Plan;
import dev.sallyport.auth.state.Records;
import dev.sallyport.auth.state.v1.ChallengeRecord;
import dev.sallyport.auth.state.v1.CredentialRecord;
import dev.sallyport.model.Failure;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * The second step of a login for which a directory vouched: of whoever has a second factor here. What the directory said, and the keys that are to be certified, are
 * kept with the challenge, sealed; the password is gone.
 */
public final class ArrivalSteps {

    private final ArrivalDesk arrivals;
    private final Credentials credentials;
    private final Lockouts lockouts;
    private final Refusals refusals;
    private final Challenges challenges;
    private final Asking asking;
    private final Ledger ledger;
    private final InstantSource clock;

    ArrivalSteps(
            ArrivalDesk arrivals,
            Credentials credentials,
            Lockouts lockouts,
            Challenges challenges,
            Asking asking,
            Ledger ledger,
            InstantSource clock) {
        this.arrivals = arrivals;
        this.credentials = credentials;
        this.lockouts = lockouts;
        this.refusals = new Refusals(ledger);
        this.challenges = challenges;
        this.asking = asking;
        this.ledger = ledger;
        this.clock = clock;
    }

    /**
     * A challenge for somebody whose password was right.
     *
     * @return empty for whoever has nothing to answer it with
     * @throws Failure UNAUTHENTICATED for whoever would not be let in with it either
     */
    public Optional<FactorChallenge> start(Arrival arrival, Admission.Wish wish, EventSubject source) {
        Optional<CredentialRecord> record = credentials
                .find(arrival.name())
                .map(Records.Versioned::value)
                .filter(found -> found.getDevicesCount() + found.getRecoveryCodesCount() > 0);
        if (record.isEmpty()) {
            return Optional.empty();
        }
        arrivals.requireWelcome(arrival);
        EventSubject subject = source.withUser(arrival.name());
        Challenges.Draft draft = challenges.draft(ChallengeRecord.newBuilder()
                .setUser(arrival.name())
                .setSummary("log in as " + arrival.name())
                .setArrival(kept(arrival, wish)));
        return Optional.of(ledger.write(() -> Plan.of(
                List.of(challenges.creation(draft)),
                new UserEvent.LoginStarted(ledger.head(subject)),
                asking.call(draft, record.get(), true))));
    }

    /** Whether this is the id of such a challenge. */
    public boolean isWaiting(String id) {
        return challenges.find(id).filter(found -> found.value().hasArrival()).isPresent();
    }

    /**
     * Ends it.
     *
     * @param answer where the client has one; else that of a browser counts
     * @return empty while there is no answer
     * @throws Failure UNAUTHENTICATED whatever was wrong; then the challenge is used up
     */
    public Optional<UserCredentials> finish(String id, Optional<FactorAnswer> answer, EventSubject source) {
        ChallengeRecord asked = challenge(id).value();
        Optional<FactorAnswer> given = answer.or(() -> Asking.byBrowser(asked));
        if (given.isEmpty()) {
            return Optional.empty();
        }
        Optional<UserCredentials> granted =
                ledger.write(() -> decide(challenge(id), given.get(), source.withUser(asked.getUser())));
        return Optional.of(granted.orElseThrow(Refusals::told));
    }

    private Plan<Optional<UserCredentials>> decide(
            Records.Versioned<ChallengeRecord> challenge, FactorAnswer answer, EventSubject subject) {
        Instant now = clock.instant();
        Arrival arrival = arrival(challenge.value());
        Optional<Records.Versioned<CredentialRecord>> stored = credentials.find(arrival.name());
        Lockouts.Standing standing = lockouts.standing(arrival.name(), true);
        FactorOutcome outcome = standing.locked(now)
                ? new FactorOutcome.Wrong("locked")
                : asking.check(credentials.against(stored), challenge.value(), answer);
        Optional<String> objection = arrivals.objection(arrival);
        if (objection.isEmpty() && stored.isPresent() && outcome instanceof FactorOutcome.Right right) {
            Plan<UserCredentials> in = arrivals.plan(
                    arrival,
                    Wishes.wish(challenge.value().getArrival().getWish()),
                    Manner.with(arrival.method(), right),
                    subject,
                    List.of(
                            challenges.use(challenge),
                            credentials.replaced(stored.get(), right.after()),
                            lockouts.passed(standing)));
            return new Plan<>(in.writes(), in.events(), Optional.of(in.result()));
        }
        String why =
                objection.orElseGet(() -> outcome instanceof FactorOutcome.Wrong(String told) ? told : "second factor");
        return new Plan<>(
                List.of(challenges.use(challenge), lockouts.failed(standing, now)),
                refusals.counted(standing, now, subject, why),
                Optional.empty());
    }

    private Records.Versioned<ChallengeRecord> challenge(String id) {
        return challenges.find(id).filter(found -> found.value().hasArrival()).orElseThrow(Refusals::told);
    }

    private static ChallengeRecord.Arrival kept(Arrival arrival, Admission.Wish wish) {
        return ChallengeRecord.Arrival.newBuilder()
                .setWish(Wishes.record(wish))
                .setConnector(arrival.connector())
                .setMethod(arrival.method())
                .setSubject(arrival.subject())
                .addAllRoles(arrival.roles())
                .putAllTraits(Person.values(arrival.traits()))
                .setProvisioned(arrival.provisioned())
                .build();
    }

    private static Arrival arrival(ChallengeRecord challenge) {
        ChallengeRecord.Arrival kept = challenge.getArrival();
        return new Arrival(
                kept.getConnector(),
                kept.getMethod(),
                kept.getSubject(),
                challenge.getUser(),
                kept.getRolesList(),
                Person.lists(kept.getTraitsMap()),
                true,
                kept.getProvisioned());
    }
}
