package dev.sallyport.auth.personal;

import com.google.protobuf.ByteString;
import dev.sallyport.audit.event.EventSubject;
import dev.sallyport.audit.event.TrailEvent;
import dev.sallyport.auth.state.Keyspace;
import dev.sallyport.auth.state.Ledger;
import dev.sallyport.auth.state.OneTimeCode;
import dev.sallyport.auth.state.Plan;
import dev.sallyport.auth.state.Records;
import dev.sallyport.auth.state.Sealing;
import dev.sallyport.auth.state.v1.SubjectKeyRecord;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.store.Store;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The keys of subjects: made when a first event is about one, destroyed when it is shredded. */
public final class SubjectKeys {

    /** What a subject may be called; a pseudonym, for it is in the clear. */
    public static final Pattern SUBJECT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:@-]{0,99}");

    private static final int KEY_BYTES = 32;

    private final Records<SubjectKeyRecord> keys;
    private final Ledger ledger;
    private final InstantSource clock;
    private final SecureRandom random;

    public SubjectKeys(Store store, Sealing sealing, Ledger ledger, InstantSource clock, SecureRandom random) {
        this.keys = Records.sealed(store, Keyspace.SUBJECT_KEYS, SubjectKeyRecord.parser(), sealing);
        this.ledger = ledger;
        this.clock = clock;
        this.random = random;
    }

    /** The key of the moment of some subjects. */
    @FunctionalInterface
    interface Opening {
        /** Empty where there is none any more, or none yet. */
        Optional<SubjectKey> of(String subject);
    }

    /** For reading one page: a key that is asked for twice is read once. */
    Opening opening() {
        Map<String, Optional<SubjectKey>> read = new HashMap<>();
        return subject -> read.computeIfAbsent(subject, name -> find(name).flatMap(found -> key(found.value())));
    }

    /** For one plan: makes keys where there are none, with the writes that store them. */
    public final class Making {

        private final Map<String, SubjectKeyRecord> known = new HashMap<>();
        private final List<Store.Write> writes = new ArrayList<>();

        /** The key for what happened at this time; empty where the subject was shredded since. */
        Optional<SubjectKey> of(String subject, Instant happened) {
            SubjectKeyRecord record = known.computeIfAbsent(subject, this::made);
            boolean shreddedSince =
                    record.getShreddedMillis() != 0 && happened.toEpochMilli() <= record.getShreddedMillis();
            return shreddedSince ? Optional.empty() : key(record);
        }

        private SubjectKeyRecord made(String subject) {
            Optional<Records.Versioned<SubjectKeyRecord>> old = find(subject);
            if (old.isPresent() && !old.get().value().getKey().isEmpty()) {
                return old.get().value();
            }
            byte[] bytes = new byte[KEY_BYTES];
            random.nextBytes(bytes);
            SubjectKeyRecord record =
                    old.map(Records.Versioned::value).orElse(SubjectKeyRecord.getDefaultInstance()).toBuilder()
                            .setKey(ByteString.copyFrom(bytes))
                            .build();
            writes.add(keys.write(old, name(subject), record));
            return record;
        }

        /** What stores the keys that were made. */
        public List<Store.Write> writes() {
            return List.copyOf(writes);
        }
    }

    public Making making() {
        return new Making();
    }

    /**
     * Destroys the key of a subject. What happened until now, and is told later, is not sealed under another one: it is
     * not kept at all.
     *
     * @throws Failure INVALID for what is no subject's name, NOT_FOUND where there is no key: nothing is to be destroyed
     */
    public void shred(String subject, EventSubject by) {
        if (!SUBJECT.matcher(subject).matches()) {
            throw Failure.of(FailureCode.INVALID, "this is no subject's name");
        }
        ledger.write(() -> {
            Records.Versioned<SubjectKeyRecord> old = find(subject)
                    .filter(found -> !found.value().getKey().isEmpty())
                    .orElseThrow(() -> Failure.of(
                            FailureCode.NOT_FOUND, "no event has personal fields of this subject, or not any more"));
            SubjectKeyRecord gone = SubjectKeyRecord.newBuilder()
                    .setGeneration(old.value().getGeneration() + 1)
                    .setShreddedMillis(clock.millis())
                    .build();
            return Plan.of(
                    List.of(keys.replace(old, gone)), new TrailEvent.Shredded(ledger.head(by), subject), subject);
        });
    }

    private Optional<Records.Versioned<SubjectKeyRecord>> find(String subject) {
        return keys.find(name(subject));
    }

    private static String name(String subject) {
        return new OneTimeCode(subject).hash();
    }

    private static Optional<SubjectKey> key(SubjectKeyRecord record) {
        return record.getKey().isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new SubjectKey(record.getGeneration(), record.getKey().toByteArray()));
    }
}
