package dev.sallyport.auth.factors;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.sallyport.api.v1.FactorAnswer;
import dev.sallyport.api.v1.FactorChallenge;
import dev.sallyport.auth.state.Moments;
import dev.sallyport.auth.state.v1.ChallengeRecord;
import dev.sallyport.auth.state.v1.CredentialRecord;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Predicate;

/** What clients are asked for, and what becomes of their answers. */
public final class Asking {

    private final FactorSettings settings;
    private final SecurityKeys keys;
    private final Predicate<String> locked;
    private final InstantSource clock;

    /** @param locked whether a lock is on the device of this id: then it proves nothing */
    public Asking(FactorSettings settings, SecurityKeys keys, Predicate<String> locked, InstantSource clock) {
        this.settings = settings;
        this.keys = keys;
        this.locked = locked;
        this.clock = clock;
    }

    /**
     * For a login. Codes are always named, so that who has none is not told apart.
     *
     * @param record of the user; an empty one where the password was wrong
     */
    public FactorChallenge login(Challenges.Draft draft, CredentialRecord record) {
        return about(draft, record).setOneTimeCode(true).setRecoveryCode(true).build();
    }

    /** For a login without a password: a resident key, and never by a browser's page, which a stolen proxy could serve. */
    public FactorChallenge byKeyAlone(Challenges.Draft draft) {
        return plain(draft)
                .setKey(keys.wishes()
                        .request(
                                CredentialRecord.getDefaultInstance(),
                                draft.record().getChallenge(),
                                true))
                .build();
    }

    /**
     * For a call of somebody who is logged in.
     *
     * @param recovery whether a recovery code will do
     */
    public FactorChallenge call(Challenges.Draft draft, CredentialRecord record, boolean recovery) {
        return about(draft, record)
                .setOneTimeCode(Devices.hasCodes(record))
                .setRecoveryCode(recovery && record.getRecoveryCodesCount() > 0)
                .build();
    }

    private FactorChallenge.Builder about(Challenges.Draft draft, CredentialRecord record) {
        FactorChallenge.Builder challenge = plain(draft);
        if (!Devices.keys(record).isEmpty()) {
            challenge
                    .setKey(keys.wishes().request(record, draft.record().getChallenge(), false))
                    .setBrowserUrl(page(draft));
        }
        return challenge;
    }

    private static FactorChallenge.Builder plain(Challenges.Draft draft) {
        return FactorChallenge.newBuilder()
                .setId(draft.id().text())
                .setSummary(draft.record().getSummary())
                .setNotAfter(Moments.of(draft.notAfter()));
    }

    /** Where a browser answers; empty where none may. The code stands where browsers send it to nobody. */
    public String page(Challenges.Draft draft) {
        return settings.browser()
                ? settings.origin() + "/second-factor#" + draft.id().text()
                : "";
    }

    /** What becomes of an answer. */
    public FactorOutcome check(CredentialRecord record, ChallengeRecord challenge, FactorAnswer answer) {
        boolean byKeyAlone = challenge.getLogin().getPasswordless();
        return switch (answer.getAnswerCase()) {
            case CODE -> byKeyAlone ? wrong() : code(record, answer.getCode());
            case ASSERTION ->
                keys.check(record, answer.getAssertion(), challenge.getChallenge(), byKeyAlone, clock.instant())
                        .unlessLocked(locked);
            case ANSWER_NOT_SET -> wrong();
        };
    }

    /** What becomes of a code that came without a challenge. */
    public FactorOutcome code(CredentialRecord record, String code) {
        return Codes.check(record, code, clock.instant()).unlessLocked(locked);
    }

    private static FactorOutcome wrong() {
        return new FactorOutcome.Wrong("second factor");
    }

    /** The answer that a browser gave. */
    public static Optional<FactorAnswer> byBrowser(ChallengeRecord challenge) {
        if (challenge.getAnswer().isEmpty() || challenge.hasDevice()) {
            return Optional.empty();
        }
        try {
            return Optional.of(FactorAnswer.parseFrom(challenge.getAnswer()));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a stored answer cannot be read", e);
        }
    }
}
