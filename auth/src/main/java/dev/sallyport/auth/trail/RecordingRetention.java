package dev.sallyport.auth.trail;

import dev.sallyport.audit.event.EventSubject;
import dev.sallyport.audit.event.RecordingEvent;
import dev.sallyport.audit.recording.RecordingStore;
import dev.sallyport.auth.state.Keyspace;
import dev.sallyport.auth.state.Ledger;
import dev.sallyport.auth.state.Plan;
import dev.sallyport.auth.state.Records;
import dev.sallyport.auth.state.v1.SessionRecord;
import dev.sallyport.store.Store;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets old recordings go: first it is written down, in the session and in the trail, then the files are removed. Sessions, their events and
 * their comments stay. For one thread at a time.
 */
public final class RecordingRetention {

    private static final Logger LOG = LoggerFactory.getLogger(RecordingRetention.class);
    private static final int AT_ONCE = 200;

    /** Sessions that one look reads. */
    private static final int MOST = 5_000;

    private static final int UUID_MILLIS_BITS = 16;

    private final Duration kept;
    private final Store store;
    private final SessionIndex sessions;
    private final RecordingStore recordings;
    private final Ledger ledger;
    private final InstantSource clock;

    public RecordingRetention(
            Duration kept,
            Store store,
            SessionIndex sessions,
            RecordingStore recordings,
            Ledger ledger,
            InstantSource clock) {
        this.kept = kept;
        this.store = store;
        this.sessions = sessions;
        this.recordings = recordings;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** Finishes what was begun, then lets go what is due by the clock. */
    public void look() {
        store.range(Keyspace.RETIRING, "", AT_ONCE)
                .forEach(entry -> remove(entry.key().substring(Keyspace.RETIRING.length())));
        Instant limit = clock.instant().minus(kept);
        String after = settled();
        boolean contiguous = true;
        int read = 0;
        List<SessionRecord> page;
        do {
            page = sessions.upwards(after, AT_ONCE);
            for (SessionRecord session : page) {
                if (!begun(session.getId()).isBefore(limit)) {
                    return;
                }
                boolean done = retire(session, limit);
                contiguous &= done;
                if (contiguous) {
                    store.put(Keyspace.RETIRED, session.getId().getBytes(StandardCharsets.US_ASCII));
                }
                after = session.getId();
            }
            read += page.size();
        } while (page.size() == AT_ONCE && read < MOST);
    }

    /** All sessions up to this one are done with. */
    private String settled() {
        return store.get(Keyspace.RETIRED)
                .map(entry -> new String(entry.value(), StandardCharsets.US_ASCII))
                .orElse("");
    }

    private static Instant begun(String session) {
        return Instant.ofEpochMilli(UUID.fromString(session).getMostSignificantBits() >>> UUID_MILLIS_BITS);
    }

    /** @return whether there is nothing more to be let go of this session */
    private boolean retire(SessionRecord session, Instant limit) {
        String recording = session.getRecording();
        boolean whole = recording.equals(SessionIndex.WAS_COMPLETE) || recording.equals(SessionIndex.WAS_CUT_SHORT);
        if (!whole) {
            return recording.equals(SessionIndex.WAS_RETIRED) || recording.equals("off") || recording.equals("failed");
        }
        if (session.getEndedMillis() == 0 || session.getEndedMillis() >= limit.toEpochMilli()) {
            return false;
        }
        String id = session.getId();
        ledger.write(() -> {
            Records.Versioned<SessionRecord> stored = sessions.stored(id).orElseThrow();
            SessionRecord retired = stored.value().toBuilder()
                    .setRecording(SessionIndex.WAS_RETIRED)
                    .build();
            return Plan.of(
                    List.of(
                            sessions.write(java.util.Optional.of(stored), retired),
                            new Store.Write.Put(Keyspace.RETIRING + id, new byte[0], 0),
                            new Store.Write.Delete(Keyspace.UNINDEXED + id, 0)),
                    new RecordingEvent.Retired(ledger.head(EventSubject.NONE.withSession(id)), session.getUser()),
                    id);
        });
        remove(id);
        LOG.info("event=recording_retired session={}", id);
        return true;
    }

    private void remove(String session) {
        recordings.remove(session);
        store.delete(Keyspace.RETIRING + session);
    }
}
