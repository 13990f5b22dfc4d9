package dev.sallyport.auth.people;

import com.google.protobuf.MessageLite;
import dev.sallyport.api.v1.FactorAnswer;
import dev.sallyport.api.v1.FactorChallenge;
import dev.sallyport.audit.event.EventSubject;
import dev.sallyport.audit.event.FactorEvent;
import dev.sallyport.auth.factors.Asking;
import dev.sallyport.auth.factors.CallDigest;
import dev.sallyport.auth.factors.Challenges;
import dev.sallyport.auth.factors.FactorOutcome;
import dev.sallyport.auth.state.Ledger;
import dev.sallyport.auth.state.Plan;
import dev.sallyport.auth.state.Records;
import dev.sallyport.auth.state.v1.ChallengeRecord;
import dev.sallyport.auth.state.v1.CredentialRecord;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Second factors for single calls. A challenge is for one method with one request by one certificate; once it is proved, that call goes through, once.
 */
public final class ProofDesk {

    private final Credentials credentials;
    private final Lockouts lockouts;
    private final Refusals refusals;
    private final Challenges challenges;
    private final Asking asking;
    private final Ledger ledger;
    private final InstantSource clock;

    ProofDesk(
            Credentials credentials,
            Lockouts lockouts,
            Challenges challenges,
            Asking asking,
            Ledger ledger,
            InstantSource clock) {
        this.credentials = credentials;
        this.lockouts = lockouts;
        this.refusals = new Refusals(ledger);
        this.challenges = challenges;
        this.asking = asking;
        this.ledger = ledger;
        this.clock = clock;
    }

    /**
     * A call by somebody.
     *
     * @param mark of the certificate's key
     * @param summary as a person reads it
     * @param recovery whether a recovery code will do
     */
    public record Call(
            String user, String mark, String method, MessageLite request, String summary, boolean recovery) {}

    /** Whether there is anything that this person could show. */
    public boolean hasFactor(String user) {
        return credentials
                .find(user)
                .filter(found -> found.value().getDevicesCount() + found.value().getRecoveryCodesCount() > 0)
                .isPresent();
    }

    /**
     * A challenge for this call.
     *
     * @throws Failure DENIED for whoever has no second factor
     */
    public FactorChallenge start(Call call) {
        return ledger.write(() -> {
            CredentialRecord record = credentials
                    .find(call.user())
                    .map(Records.Versioned::value)
                    .orElse(CredentialRecord.getDefaultInstance());
            if (record.getDevicesCount() + record.getRecoveryCodesCount() == 0) {
                throw Failure.of(
                        FailureCode.DENIED, "this takes a second factor, and you have none: 'sally mfa add' first");
            }
            Challenges.Draft draft = challenges.draft(ChallengeRecord.newBuilder()
                    .setUser(call.user())
                    .setSummary(call.summary())
                    .setCall(ChallengeRecord.Call.newBuilder()
                            .setMethod(call.method())
                            .setMark(call.mark())
                            .setDigest(CallDigest.of(call.method(), call.request()))));
            return new Plan<>(
                    List.of(challenges.creation(draft)), List.of(), asking.call(draft, record, call.recovery()));
        });
    }

    /**
     * Answers a challenge.
     *
     * @param answer where the client has one; else that of a browser counts
     * @param recovery whether, for this method, a recovery code will do
     * @return false while there is no answer
     * @throws Failure UNAUTHENTICATED where it is wrong: then it is used up
     */
    public boolean answer(
            String user,
            String mark,
            String id,
            Optional<FactorAnswer> answer,
            java.util.function.Predicate<String> recovery,
            EventSubject by) {
        ChallengeRecord asked =
                challenge(user, mark, id).orElseThrow(ProofDesk::over).value();
        Optional<FactorAnswer> given = answer.or(() -> Asking.byBrowser(asked));
        if (given.isEmpty()) {
            return asked.getCall().getProved();
        }
        boolean proved = ledger.write(() -> decide(
                user, mark, id, given.get(), recovery.test(asked.getCall().getMethod()), by));
        if (!proved) {
            throw Failure.of(
                    FailureCode.UNAUTHENTICATED,
                    "the second factor was wrong, used before, or you are locked after five failures (for 30 minutes):"
                            + " try again with a fresh one");
        }
        return true;
    }

    private Plan<Boolean> decide(
            String user, String mark, String id, FactorAnswer answer, boolean recovery, EventSubject by) {
        Records.Versioned<ChallengeRecord> challenge = challenge(user, mark, id).orElseThrow(ProofDesk::over);
        ChallengeRecord.Call call = challenge.value().getCall();
        Instant now = clock.instant();
        Optional<Records.Versioned<CredentialRecord>> stored = credentials.find(user);
        Lockouts.Standing standing = lockouts.standing(user, true);
        FactorOutcome outcome = standing.locked(now)
                ? new FactorOutcome.Wrong("locked")
                : asking.check(credentials.against(stored), challenge.value(), answer);
        if (outcome instanceof FactorOutcome.Right right
                && (recovery || !right.method().equals("recovery"))) {
            ChallengeRecord proved = challenge.value().toBuilder()
                    .setCall(call.toBuilder()
                            .setProved(true)
                            .setFactor(right.method())
                            .setDevice(right.id()))
                    .clearAnswer()
                    .build();
            return Plan.of(
                    List.of(
                            challenges.replaced(challenge, proved),
                            credentials.replaced(stored.orElseThrow(), right.after()),
                            lockouts.passed(standing)),
                    new FactorEvent.Proved(ledger.head(by), call.getMethod(), right.method(), right.device()),
                    true);
        }
        String why =
                outcome instanceof FactorOutcome.Wrong(String told) ? told : "a recovery code will not do for this";
        return new Plan<>(
                List.of(challenges.use(challenge), lockouts.failed(standing, now)),
                refusals.counted(standing, now, by, new FactorEvent.Failed(ledger.head(by), call.getMethod(), why)),
                false);
    }

    /**
     * Uses a proof up for the call that it is for.
     *
     * @return the id of the device that proved it; empty for what is none
     * @throws Failure UNAUTHENTICATED where it was for another call, by another certificate, not proved, used or over
     */
    public String use(String user, String mark, String method, MessageLite request, String id) {
        return ledger.write(() -> {
            Records.Versioned<ChallengeRecord> challenge = challenge(user, mark, id)
                    .filter(found -> found.value().getCall().getProved())
                    .filter(found -> found.value().getCall().getMethod().equals(method))
                    .filter(found -> found.value().getCall().getDigest().equals(CallDigest.of(method, request)))
                    .orElseThrow(ProofDesk::over);
            return new Plan<>(
                    List.of(challenges.use(challenge)),
                    List.of(),
                    challenge.value().getCall().getDevice());
        });
    }

    private Optional<Records.Versioned<ChallengeRecord>> challenge(String user, String mark, String id) {
        return challenges
                .find(id)
                .filter(found -> found.value().hasCall()
                        && found.value().getUser().equals(user)
                        && found.value().getCall().getMark().equals(mark));
    }

    private static Failure over() {
        return Failure.of(
                FailureCode.UNAUTHENTICATED,
                "this second factor was for another call, was used, or three minutes passed: try again");
    }
}
