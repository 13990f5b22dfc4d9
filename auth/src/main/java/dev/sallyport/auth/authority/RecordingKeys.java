package dev.sallyport.auth.authority;

import com.google.protobuf.ByteString;
import dev.sallyport.audit.event.AuthorityEvent;
import dev.sallyport.audit.event.EventSubject;
import dev.sallyport.auth.state.Keyspace;
import dev.sallyport.auth.state.Ledger;
import dev.sallyport.auth.state.Plan;
import dev.sallyport.auth.state.Records;
import dev.sallyport.auth.state.Sealing;
import dev.sallyport.auth.state.v1.KeyRingRecord;
import dev.sallyport.pki.hpke.OpeningKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The keys for which agents encrypt recordings: a new one every {@link #SERVES}, and all that ever were, since recordings stay.
 * They sign nothing, so that a new one needs no announcement.
 */
final class RecordingKeys {

    static final Duration SERVES = Duration.ofDays(90);

    private static final String NAME = "recording";

    private final Records<KeyRingRecord> records;
    private final Sealing sealing;
    private final SecureRandom random;

    RecordingKeys(Records<KeyRingRecord> records, Sealing sealing, SecureRandom random) {
        this.records = records;
        this.sealing = sealing;
        this.random = random;
    }

    /**
     * All at one moment.
     *
     * @param keys the newest first
     * @param newest when the newest was made
     * @param revision of the store, of the last change
     */
    record Snapshot(List<OpeningKey> keys, Instant newest, long revision) {

        /** When there is to be another one. */
        Instant until() {
            return newest.plus(SERVES);
        }
    }

    /** Makes the first, or the next where it is time. */
    Snapshot upkeep(Instant now, Ledger ledger) {
        Optional<Snapshot> there = records.find(NAME).map(this::snapshot);
        if (there.isPresent() && now.isBefore(there.get().until())) {
            return there.get();
        }
        ledger.write(() -> plan(now, ledger));
        return records.find(NAME).map(this::snapshot).orElseThrow();
    }

    /** Asked again in the commit: another auth may have made it meanwhile. */
    private Plan<Boolean> plan(Instant now, Ledger ledger) {
        Optional<Records.Versioned<KeyRingRecord>> old = records.find(NAME);
        if (old.isPresent() && now.isBefore(snapshot(old.get()).until())) {
            return new Plan<>(List.of(), List.of(), false);
        }
        OpeningKey key = OpeningKey.generate(random);
        KeyRingRecord ring = old.map(Records.Versioned::value).orElse(KeyRingRecord.getDefaultInstance());
        String id = Integer.toString(ring.getKeysCount());
        KeyRingRecord more = ring.toBuilder()
                .addKeys(KeyRingRecord.Key.newBuilder()
                        .setId(id)
                        .setPublishedSeconds(now.getEpochSecond())
                        .setSealedPrivateKey(ByteString.copyFrom(sealing.seal(place(id), key.encoded()))))
                .build();
        String cause = old.isPresent() ? "calendar" : "first";
        return Plan.of(
                List.of(records.write(old, NAME, more)),
                new AuthorityEvent.CaKeyCreated(
                        ledger.head(EventSubject.NONE), NAME, key.recipient().toString(), now, cause),
                true);
    }

    private Snapshot snapshot(Records.Versioned<KeyRingRecord> stored) {
        List<OpeningKey> oldestFirst = stored.value().getKeysList().stream()
                .map(key -> OpeningKey.of(sealing.open(
                        place(key.getId()), key.getSealedPrivateKey().toByteArray())))
                .toList();
        Instant newest =
                Instant.ofEpochSecond(stored.value().getKeysList().getLast().getPublishedSeconds());
        return new Snapshot(oldestFirst.reversed(), newest, stored.revision());
    }

    private static String place(String id) {
        return Keyspace.AUTHORITIES + NAME + "/" + id;
    }
}
