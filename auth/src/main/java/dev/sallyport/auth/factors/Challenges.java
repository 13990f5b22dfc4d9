package dev.sallyport.auth.factors;

import com.google.protobuf.ByteString;
import dev.sallyport.auth.state.Keyspace;
import dev.sallyport.auth.state.OneTimeCode;
import dev.sallyport.auth.state.Records;
import dev.sallyport.auth.state.Sealing;
import dev.sallyport.auth.state.v1.ChallengeRecord;
import dev.sallyport.store.Store;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Challenges that were not answered yet, or not used. Kept by the hash of their id, sealed. */
public final class Challenges {

    /** How long one may be answered. */
    public static final Duration LIFE = Duration.ofMinutes(3);

    private static final int CHALLENGE_BYTES = 32;
    private static final int READ_AT_ONCE = 500;

    private final Store store;
    private final Records<ChallengeRecord> records;
    private final InstantSource clock;
    private final SecureRandom random;

    public Challenges(Store store, Sealing sealing, InstantSource clock, SecureRandom random) {
        this.store = store;
        this.records = Records.sealed(store, Keyspace.CHALLENGES, ChallengeRecord.parser(), sealing);
        this.clock = clock;
        this.random = random;
    }

    /**
     * A new one; it is good once its {@link #creation} is written.
     *
     * @param id a secret
     */
    public record Draft(OneTimeCode id, ChallengeRecord record) {

        public Instant notAfter() {
            return Instant.ofEpochSecond(record.getNotAfterSeconds());
        }
    }

    /** @param about user, summary and purpose */
    public Draft draft(ChallengeRecord.Builder about) {
        byte[] challenge = new byte[CHALLENGE_BYTES];
        random.nextBytes(challenge);
        ChallengeRecord record = about.setChallenge(ByteString.copyFrom(challenge))
                .setNotAfterSeconds(clock.instant().plus(LIFE).getEpochSecond())
                .build();
        return new Draft(OneTimeCode.random(random), record);
    }

    public Store.Write creation(Draft draft) {
        return records.create(draft.id().hash(), draft.record());
    }

    /** The one with this id; empty where there is none, it was used or its time is over. */
    public Optional<Records.Versioned<ChallengeRecord>> find(String id) {
        return id.length() > 64 ? Optional.empty() : named(new OneTimeCode(id).hash());
    }

    /** The one that is kept under this hash. */
    public Optional<Records.Versioned<ChallengeRecord>> named(String hash) {
        return records.find(hash)
                .filter(found ->
                        clock.instant().getEpochSecond() < found.value().getNotAfterSeconds());
    }

    /** Uses it up: of two commits that do, one fails. */
    public Store.Write use(Records.Versioned<ChallengeRecord> challenge) {
        return records.delete(challenge);
    }

    public Store.Write replaced(Records.Versioned<ChallengeRecord> old, ChallengeRecord next) {
        return records.replace(old, next);
    }

    /** Forgets those whose time is over. */
    public void sweep() {
        String after = "";
        List<Records.Versioned<ChallengeRecord>> page;
        do {
            page = records.after(after, READ_AT_ONCE);
            List<Store.Write> over = page.stream()
                    .filter(found -> found.value().getNotAfterSeconds()
                            <= clock.instant().getEpochSecond())
                    .map(found -> records.delete(found.name()))
                    .toList();
            if (!over.isEmpty()) {
                store.commit(over);
            }
            after = page.isEmpty() ? "" : page.getLast().name();
        } while (page.size() == READ_AT_ONCE);
    }
}
