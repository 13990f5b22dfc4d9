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
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.pki.rotation.KeySchedule;
import dev.sallyport.pki.rotation.ScheduledKey;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The keys of one authority, in the store. {@link #upkeep} makes and drops keys as the calendar wants; what it is now is a
 * {@link Snapshot}.
 *
 * @param <K> the key
 */
final class KeyRing<K> {

    private final String name;
    private final KeySchedule.Policy policy;
    private final KeyKind<K> kind;
    private final Records<KeyRingRecord> records;
    private final Sealing sealing;
    private final SecureRandom random;

    KeyRing(
            String name,
            KeySchedule.Policy policy,
            KeyKind<K> kind,
            Records<KeyRingRecord> records,
            Sealing sealing,
            SecureRandom random) {
        this.name = name;
        this.policy = policy;
        this.kind = kind;
        this.records = records;
        this.sealing = sealing;
        this.random = random;
    }

    /**
     * The ring at one moment.
     *
     * @param keys by id, all that the schedule names
     * @param revision of the store when it last changed
     */
    record Snapshot<K>(KeySchedule schedule, Map<String, K> keys, long revision) {

        /** A key and the id by which others name it. */
        record Named<K>(String id, K key) {}

        Named<K> signer(Instant now) {
            return named(schedule.signer(now));
        }

        /** Those that everybody should trust, the signer first. */
        List<Named<K>> trusted(Instant now) {
            ScheduledKey signer = schedule.signer(now);
            return schedule.trusted(now).stream()
                    .sorted(java.util.Comparator.comparing(key -> !key.equals(signer)))
                    .map(this::named)
                    .toList();
        }

        boolean needsUpkeep(Instant now) {
            return schedule.needsSuccessor(now) || !schedule.droppable(now).isEmpty();
        }

        private Named<K> named(ScheduledKey key) {
            K found = keys.get(key.id());
            if (found == null) {
                throw Failure.of(FailureCode.INTERNAL, "the key " + key.id() + " of a CA is not there");
            }
            return new Named<>(key.id(), found);
        }
    }

    /** Makes the first key or a successor, drops keys that nobody needs any more, and tells what there is then. */
    Snapshot<K> upkeep(Instant now, Ledger ledger) {
        Optional<Snapshot<K>> there = load();
        if (there.isPresent() && !there.get().needsUpkeep(now)) {
            return there.get();
        }
        ledger.write(() -> plan(now, ledger));
        return load().orElseThrow(() -> Failure.of(FailureCode.INTERNAL, "the keys of CA " + name + " are gone"));
    }

    private Plan<Boolean> plan(Instant now, Ledger ledger) {
        Optional<Records.Versioned<KeyRingRecord>> stored = records.find(name);
        if (stored.isEmpty()) {
            String id = kind.freshId(List.of(), random);
            KeySchedule first = KeySchedule.begin(policy, id, now);
            K key = kind.create(now, random);
            return Plan.of(
                    List.of(records.create(name, record(first, Map.of(id, sealed(id, key))))),
                    created(ledger, key, now, "first"),
                    true);
        }
        Snapshot<K> old = snapshot(stored.get());
        KeySchedule kept = old.schedule().withoutDroppable(now);
        Map<String, KeyRingRecord.Key> keys = new LinkedHashMap<>();
        stored.get().value().getKeysList().forEach(key -> keys.put(key.getId(), key));
        if (!kept.needsSuccessor(now)) {
            return Plan.ofTime(List.of(records.replace(stored.get(), record(kept, keys))), true);
        }
        String id = kind.freshId(keys.keySet(), random);
        KeySchedule next = kept.withSuccessor(id, now);
        K key = kind.create(now, random);
        keys.put(id, sealed(id, key));
        return Plan.of(
                List.of(records.replace(stored.get(), record(next, keys))),
                created(ledger, key, next.keys().getLast().signsFrom(), "calendar"),
                true);
    }

    private AuthorityEvent.CaKeyCreated created(Ledger ledger, K key, Instant signsFrom, String cause) {
        return new AuthorityEvent.CaKeyCreated(
                ledger.head(EventSubject.NONE), name, kind.fingerprint(key), signsFrom, cause);
    }

    private Optional<Snapshot<K>> load() {
        return records.find(name).map(this::snapshot);
    }

    private Snapshot<K> snapshot(Records.Versioned<KeyRingRecord> stored) {
        Map<String, K> keys = new LinkedHashMap<>();
        for (KeyRingRecord.Key key : stored.value().getKeysList()) {
            byte[] privatePart =
                    sealing.open(place(key.getId()), key.getSealedPrivateKey().toByteArray());
            keys.put(key.getId(), kind.restore(privatePart, key.getPublicPart().toByteArray(), random));
        }
        List<ScheduledKey> times =
                stored.value().getKeysList().stream().map(KeyRing::times).toList();
        return new Snapshot<>(new KeySchedule(policy, times), Map.copyOf(keys), stored.revision());
    }

    private static ScheduledKey times(KeyRingRecord.Key key) {
        return new ScheduledKey(
                key.getId(),
                Instant.ofEpochSecond(key.getPublishedSeconds()),
                Instant.ofEpochSecond(key.getSignsFromSeconds()),
                Optional.of(key.getSignsUntilSeconds()).filter(end -> end != 0).map(Instant::ofEpochSecond));
    }

    private KeyRingRecord.Key sealed(String id, K key) {
        return KeyRingRecord.Key.newBuilder()
                .setId(id)
                .setSealedPrivateKey(ByteString.copyFrom(sealing.seal(place(id), kind.privatePart(key))))
                .setPublicPart(ByteString.copyFrom(kind.publicPart(key)))
                .build();
    }

    private static KeyRingRecord record(KeySchedule schedule, Map<String, KeyRingRecord.Key> keys) {
        KeyRingRecord.Builder record = KeyRingRecord.newBuilder();
        for (ScheduledKey key : schedule.keys()) {
            KeyRingRecord.Key stored = keys.getOrDefault(key.id(), KeyRingRecord.Key.getDefaultInstance());
            record.addKeys(stored.toBuilder()
                    .setPublishedSeconds(key.published().getEpochSecond())
                    .setSignsFromSeconds(key.signsFrom().getEpochSecond())
                    .setSignsUntilSeconds(
                            key.signsUntil().map(Instant::getEpochSecond).orElse(0L)));
        }
        return record.build();
    }

    private String place(String id) {
        return Keyspace.AUTHORITIES + name + "/" + id;
    }
}
