package dev.sallyport.auth.people;

import com.google.protobuf.ByteString;
import dev.sallyport.auth.factors.Totp;
import dev.sallyport.auth.state.Keyspace;
import dev.sallyport.auth.state.OneTimeCode;
import dev.sallyport.auth.state.Records;
import dev.sallyport.auth.state.Sealing;
import dev.sallyport.auth.state.v1.InviteRecord;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.store.Store;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** One-time codes with which people set their password and second factor. Kept by hash, the seed in them sealed. */
final class Invites {

    static final Duration DEFAULT_TTL = Duration.ofHours(1);
    static final Duration LONGEST_TTL = Duration.ofDays(2);

    private final Records<InviteRecord> records;
    private final InstantSource clock;
    private final SecureRandom random;

    Invites(Store store, Sealing sealing, InstantSource clock, SecureRandom random) {
        this.records = Records.sealed(store, Keyspace.INVITES, InviteRecord.parser(), sealing);
        this.clock = clock;
        this.random = random;
    }

    /** A new code; it is good once its {@link #creation} is written. */
    record Draft(OneTimeCode code, Instant notAfter, byte[] seed) {}

    /** @param ttl zero for the default */
    Draft draft(Duration ttl) {
        if (ttl.isNegative() || ttl.compareTo(LONGEST_TTL) > 0) {
            throw Failure.of(
                    FailureCode.INVALID,
                    "an invite of " + ttl.toSeconds() + " s: expected at most " + LONGEST_TTL.toHours() + " h");
        }
        byte[] seed = new byte[Totp.SEED_BYTES];
        random.nextBytes(seed);
        Instant notAfter = clock.instant().plus(ttl.isZero() ? DEFAULT_TTL : ttl);
        return new Draft(OneTimeCode.random(random), notAfter, seed);
    }

    Store.Write creation(Draft draft, String user) {
        return records.create(
                draft.code().hash(),
                InviteRecord.newBuilder()
                        .setUser(user)
                        .setNotAfterSeconds(draft.notAfter().getEpochSecond())
                        .setTotpSeed(ByteString.copyFrom(draft.seed()))
                        .build());
    }

    /** Takes the user's open invite away, if there is one. */
    Store.Write removal(String hash) {
        return records.delete(hash);
    }

    /** Uses the code up. */
    Store.Write use(Records.Versioned<InviteRecord> invite) {
        return records.delete(invite);
    }

    /**
     * The invite that a code stands for.
     *
     * @throws Failure UNAUTHENTICATED where there is none, it was used or its time is over: one answer for all
     */
    Records.Versioned<InviteRecord> require(String code) {
        Optional<Records.Versioned<InviteRecord>> found =
                code.length() > 64 ? Optional.empty() : records.find(new OneTimeCode(code).hash());
        return found.filter(invite ->
                        clock.instant().getEpochSecond() < invite.value().getNotAfterSeconds())
                .orElseThrow(() -> Failure.of(
                        FailureCode.UNAUTHENTICATED,
                        "this invite is not open: it was used, replaced or its time is over. Ask an administrator for"
                                + " another one ('sally users reset')"));
    }
}
