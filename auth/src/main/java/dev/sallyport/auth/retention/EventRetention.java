package dev.sallyport.auth.retention;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.sallyport.audit.event.EventJson;
import dev.sallyport.audit.event.EventSubject;
import dev.sallyport.audit.event.TrailEvent;
import dev.sallyport.audit.log.NoteSigner;
import dev.sallyport.audit.log.Retained;
import dev.sallyport.audit.log.SignedNote;
import dev.sallyport.audit.log.TilePath;
import dev.sallyport.auth.log.LogLeaves;
import dev.sallyport.auth.log.TileFolder;
import dev.sallyport.auth.state.EventRecords;
import dev.sallyport.auth.state.Keyspace;
import dev.sallyport.auth.state.Ledger;
import dev.sallyport.auth.state.Plan;
import dev.sallyport.auth.state.v1.RetentionRecord;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets old events go, a bundle of {@value TilePath#FULL} after the other: first it is decided and told in the trail, then signed in the folder, then
 * they go from store and folder. For one thread at a time.
 */
public final class EventRetention {

    private static final Logger LOG = LoggerFactory.getLogger(EventRetention.class);

    /** Bundles of one look: some seconds' work. */
    private static final int MOST_BUNDLES = 64;

    private final Duration kept;
    private final Store store;
    private final LogLeaves leaves;
    private final TileFolder folder;
    private final NoteSigner signer;
    private final LongSupplier passed;
    private final Ledger ledger;
    private final InstantSource clock;

    /**
     * @param passed all entries before this one were read by everybody who is to read them
     */
    public EventRetention(
            Duration kept,
            Store store,
            LogLeaves leaves,
            TileFolder folder,
            NoteSigner signer,
            LongSupplier passed,
            Ledger ledger,
            InstantSource clock) {
        this.kept = kept;
        this.store = store;
        this.leaves = leaves;
        this.folder = folder;
        this.signer = signer;
        this.passed = passed;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** Finishes what was begun, then lets go what is due by the clock. */
    public void look() {
        carryOut(state());
        RetentionRecord before = state();
        long first = due(before.getFirst());
        if (first > before.getFirst()) {
            RetentionRecord after = before.toBuilder().setFirst(first).build();
            Instant limit = clock.instant().minus(kept);
            ledger.write(() -> Plan.of(
                    List.of(new Store.Write.Put(Keyspace.RETENTION, after.toByteArray(), 0)),
                    new TrailEvent.Retired(
                            ledger.head(EventSubject.NONE),
                            before.getFirst(),
                            first - 1,
                            Instant.ofEpochMilli(limit.toEpochMilli())),
                    first));
            carryOut(after);
            LOG.info("event=events_retired before={}", first);
        }
    }

    /** The first entry that stays. */
    private long due(long from) {
        long end = passed.getAsLong();
        long limit = clock.instant().minus(kept).toEpochMilli();
        long first = from;
        for (int bundles = 0; bundles < MOST_BUNDLES && first + TilePath.FULL <= end; bundles++) {
            List<LogLeaves.Entry> bundle = leaves.entries(first, TilePath.FULL);
            boolean old = bundle.stream()
                    .allMatch(entry -> EventJson.read(entry.bytes()).storedMillis() < limit);
            if (!old || bundle.size() < TilePath.FULL) {
                break;
            }
            first += TilePath.FULL;
        }
        return first;
    }

    private void carryOut(RetentionRecord state) {
        if (state.getFirst() > 0) {
            say(new Retained(signer.key().name(), state.getFirst()).text());
        }
        for (long at = state.getRemoved(); at < state.getFirst(); at += TilePath.FULL) {
            // The file first: once the store says that they are gone nobody looks for it again.
            folder.removeBundle(at / TilePath.FULL);
            List<Store.Write> writes = new ArrayList<>();
            for (LogLeaves.Entry entry : leaves.entries(at, TilePath.FULL)) {
                writes.add(EventRecords.removal(entry.event().id(), entry.index()));
            }
            RetentionRecord done =
                    state.toBuilder().setRemoved(at + TilePath.FULL).build();
            writes.add(new Store.Write.Put(Keyspace.RETENTION, done.toByteArray(), 0));
            store.commit(writes);
        }
    }

    private void say(String text) {
        String note = new SignedNote(text, List.of(signer.sign(text, clock.instant()))).note();
        if (!folder.note(Retained.NAME).equals(Optional.of(note))) {
            folder.writeRetained(note);
        }
    }

    private RetentionRecord state() {
        Optional<Store.Entry> stored = store.get(Keyspace.RETENTION);
        try {
            return stored.isEmpty()
                    ? RetentionRecord.getDefaultInstance()
                    : RetentionRecord.parseFrom(stored.get().value());
        } catch (InvalidProtocolBufferException e) {
            throw Failure.of(FailureCode.INTERNAL, "the stored record of what is past retention cannot be read", e);
        }
    }
}
