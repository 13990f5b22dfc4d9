package dev.sallyport.auth.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sallyport.api.v1.AuditServiceGrpc;
import dev.sallyport.api.v1.Event;
import dev.sallyport.api.v1.ListEventsRequest;
import dev.sallyport.api.v1.ReadLogRequest;
import dev.sallyport.audit.event.FlatEvent;
import dev.sallyport.auth.TestCluster;
import dev.sallyport.auth.state.EventRecords;
import dev.sallyport.store.MemoryStore;
import dev.sallyport.store.Store;
import dev.sallyport.testing.ManualClock;
import io.grpc.StatusRuntimeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A running cluster that keeps events for 30 days. */
class RetentionTest {

    private final ManualClock clock = ManualClock.atNoon();
    private final Store store = new MemoryStore(clock);

    @TempDir
    private Path folder;

    @Test
    void byItselfAClusterLetsOldEventsGoAndSaysSo() {
        // Given
        RetentionPolicy policy = new RetentionPolicy(Optional.of(Duration.ofDays(30)), Optional.empty());
        try (TestCluster cluster = TestCluster.keeping(folder, store, clock, policy)) {
            store(2_100);
            cluster.look();
            long before = listed(cluster, "session.end").size();
            clock.advance(Duration.ofDays(31));

            // When
            // In one step or several: nothing goes before the index, which is on its way, has passed it
            await().atMost(Duration.ofSeconds(20))
                    .ignoreExceptionsInstanceOf(StatusRuntimeException.class)
                    .untilAsserted(() -> {
                        clock.advance(Duration.ofMinutes(10));
                        cluster.look();
                        assertThat(read(cluster, "retained")).startsWith("test.example.com retention v1\n2048\n\n");
                    });

            // Then
            assertThat(before).isEqualTo(100);
            assertThat(listed(cluster, "audit.retire"))
                    .anySatisfy(told -> assertThat(told.getFieldsMap()).containsEntry("first", "0"))
                    .anySatisfy(told -> assertThat(told.getFieldsMap()).containsEntry("last", "2047"));
            assertThat(listed(cluster, "user.create")).isEmpty();
            assertThat(store.get("leaves/0000000000000000")).isPresent();
        }
    }

    @Test
    void whereNothingIsSaidEverythingIsKept() {
        // Given
        try (TestCluster cluster = TestCluster.start(folder, store, clock)) {
            store(300);
            cluster.look();

            // When
            clock.advance(Duration.ofDays(3_000));
            cluster.look();

            // Then
            assertThat(store.range("events/", "", 1_000))
                    .hasSizeGreaterThan(300)
                    .noneMatch(EventRecords::isGone);
        }
    }

    private void store(int count) {
        for (int from = 0; from < count; from += 500) {
            List<Store.Write> writes = new ArrayList<>();
            for (int i = from; i < Math.min(count, from + 500); i++) {
                String id = String.format("01890a5d-ac96-774b-bcce-%012d", i);
                FlatEvent event = new FlatEvent(id, clock.instant(), "session.end", "SSH002I", Map.of("user", "u" + i));
                writes.add(EventRecords.creation(event, clock.millis()));
            }
            store.commit(writes);
        }
    }

    private static List<Event> listed(TestCluster cluster, String type) {
        return AuditServiceGrpc.newBlockingStub(cluster.admin())
                .listEvents(ListEventsRequest.newBuilder().setType(type).build())
                .getEventsList();
    }

    private static String read(TestCluster cluster, String file) {
        return AuditServiceGrpc.newBlockingStub(cluster.admin())
                .readLog(ReadLogRequest.newBuilder().setFile(file).build())
                .getData()
                .toString(StandardCharsets.UTF_8);
    }
}
