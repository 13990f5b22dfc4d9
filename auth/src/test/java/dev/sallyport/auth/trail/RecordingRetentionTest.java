package dev.sallyport.auth.trail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.audit.event.EventIds;
import dev.sallyport.audit.recording.RecordingStore;
import dev.sallyport.auth.CountingStore;
import dev.sallyport.auth.state.EventRecords;
import dev.sallyport.auth.state.Keyspace;
import dev.sallyport.auth.state.Ledger;
import dev.sallyport.auth.state.v1.SessionRecord;
import dev.sallyport.model.Failure;
import dev.sallyport.store.MemoryStore;
import dev.sallyport.testing.ManualClock;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Old recordings go, by the time at which their session ended; all else stays. */
class RecordingRetentionTest {

    private static final Duration KEPT = Duration.ofDays(90);

    @TempDir
    private Path folder;

    private final ManualClock clock = ManualClock.atNoon();
    private final EventIds ids = new EventIds(clock, new SecureRandom());
    private final CountingStore store = new CountingStore(new MemoryStore(clock));
    private final SessionIndex sessions = new SessionIndex(store, _ -> Map.of());
    private int made;

    @Test
    void anOldRecordingGoesAndItsSessionStays() throws Exception {
        // Given
        String old = recorded(SessionIndex.WAS_COMPLETE);
        clock.advance(KEPT);
        String young = recorded(SessionIndex.WAS_COMPLETE);
        retention().look();
        boolean onTheLastDay = isThere(old);

        // When
        clock.advance(Duration.ofMillis(1));
        retention().look();

        // Then
        assertThat(onTheLastDay).isTrue();
        assertThat(isThere(old)).isFalse();
        assertThat(isThere(young)).isTrue();
        assertThat(sessions.find(old))
                .hasValueSatisfying(there -> assertThat(there.getRecording()).isEqualTo("retired"));
        assertThat(told()).containsExactly("recording.retire " + old);
    }

    @Test
    void whatRunsOrIsNotAllHereStaysHoweverOldItIs() throws Exception {
        // Given
        String running = recorded("");
        String arriving = recorded(SessionIndex.WAS_INTERRUPTED);
        String behind = recorded(SessionIndex.WAS_CUT_SHORT);

        // When
        clock.advance(KEPT.multipliedBy(3));
        retention().look();
        retention().look();

        // Then
        assertThat(isThere(running)).isTrue();
        assertThat(isThere(arriving)).isTrue();
        assertThat(isThere(behind)).isFalse();
    }

    @Test
    void aProcessThatDiesAtAnyStepGoesOnWhereItWas() throws Exception {
        for (int steps = 0; steps < 2; steps++) {
            // Given
            String old = recorded(SessionIndex.WAS_COMPLETE);
            clock.advance(KEPT.plusDays(1));

            // When
            store.dieAfter(steps, CountingStore.Death.BEFORE_COMMIT);
            assertThatThrownBy(() -> retention().look()).isInstanceOf(Failure.class);
            store.revive();
            retention().look();

            // Then
            assertThat(isThere(old)).as("after " + steps).isFalse();
            assertThat(store.range(Keyspace.RETIRING, "", 1)).isEmpty();
            assertThat(told()).filteredOn(line -> line.endsWith(old)).hasSize(1);
        }
    }

    private String recorded(String state) throws Exception {
        String session = ids.next().toString();
        List<byte[]> chunks = RecordedChunks.of(session, folder.resolve("spool-" + made++));
        recordings().put(session, 0, chunks, true);
        SessionRecord record = SessionRecord.newBuilder()
                .setId(session)
                .setUser("alice")
                .setStartedMillis(clock.millis())
                .setEndedMillis(state.isEmpty() ? 0 : clock.millis())
                .setRecording(state)
                .build();
        store.commit(List.of(sessions.write(Optional.empty(), record)));
        return session;
    }

    private boolean isThere(String session) {
        return recordings().summary(session).isPresent();
    }

    private RecordingStore recordings() {
        return new RecordingStore(folder.resolve("recordings"));
    }

    private RecordingRetention retention() {
        return new RecordingRetention(KEPT, store, sessions, recordings(), new Ledger(store, ids, clock), clock);
    }

    private List<String> told() {
        return store.range(Keyspace.EVENTS, "", 100).stream()
                .map(EventRecords::read)
                .map(event -> event.type() + " " + event.field("session"))
                .toList();
    }
}
