package dev.sallyport.auth.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.audit.event.FlatEvent;
import dev.sallyport.auth.log.LogLeaves;
import dev.sallyport.auth.log.StepThreads.Step;
import dev.sallyport.auth.state.EventRecords;
import dev.sallyport.store.MemoryStore;
import dev.sallyport.store.Store;
import dev.sallyport.testing.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each event at least once and in order, whatever ends when. */
class ExporterTest {

    private static final Instant NOW = Instant.ofEpochMilli(1_700_000_000_000L);

    @TempDir
    private Path folder;

    private final Store store = new MemoryStore(new ManualClock(NOW));
    private final LogLeaves leaves = new LogLeaves(store);
    private final List<Long> accepted = new ArrayList<>();
    private int events;

    private void append(int count) {
        List<Store.Write> writes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String id = String.format("01890a5d-ac96-774b-bcce-%012d", events++);
            writes.add(EventRecords.creation(
                    new FlatEvent(id, NOW, "user.login.failed", "USR001W", Map.of("user", "a\"b")), 7));
        }
        store.commit(writes);
    }

    private void accept(List<ExportedEvent> batch) {
        batch.forEach(event -> accepted.add(event.index()));
    }

    private Exporter exporter(Sink sink) {
        return new Exporter("siem", sink, leaves, store);
    }

    private static void run(Exporter exporter) {
        for (Step step = exporter.step(); step != Step.IDLE; step = exporter.step()) {
            assertThat(step).isEqualTo(Step.DONE);
        }
    }

    @Test
    void whatWasNotAcceptedIsSentAgainAndWhatWasIsNot() {
        // Given
        append(1200);
        Exporter first = exporter(this::accept);
        assertThat(first.step()).isEqualTo(Step.DONE);

        // When
        Step failed = exporter(_ -> {
                    throw new IOException("away");
                })
                .step();
        run(exporter(this::accept));
        append(3);
        run(exporter(this::accept));

        // Then
        assertThat(failed).isEqualTo(Step.FAILED);
        assertThat(accepted).hasSize(1203).isSorted().doesNotHaveDuplicates();
        assertThat(first.behind()).isZero();
    }

    @Test
    void aTargetThatAcceptsAndForgetsToSaySoGetsTheBatchAgain() {
        // Given
        append(10);
        Exporter dying = exporter(batch -> {
            accept(batch);
            throw new IOException("the answer was lost");
        });

        // When
        Step step = dying.step();
        run(exporter(this::accept));

        // Then
        assertThat(step).isEqualTo(Step.FAILED);
        assertThat(dying.trouble().orElse("")).contains("the answer was lost");
        assertThat(accepted).hasSize(20);
        assertThat(accepted.subList(10, 20)).isEqualTo(accepted.subList(0, 10));
    }

    @Test
    void nobodyWaitsForATargetThatHangs() throws InterruptedException {
        // Given
        CountDownLatch hanging = new CountDownLatch(1);
        CountDownLatch forEver = new CountDownLatch(1);
        append(10);
        Thread slow = Thread.ofVirtual()
                .start(() -> exporter(_ -> {
                            hanging.countDown();
                            try {
                                forEver.await();
                            } catch (InterruptedException e) {
                                throw new IOException(e);
                            }
                        })
                        .step());
        hanging.await();

        // When
        append(4000);
        run(new Exporter("other", this::accept, leaves, store));

        // Then
        assertThat(accepted).hasSize(4010);
        assertThat(exporter(this::accept).behind()).isEqualTo(4010);
        slow.interrupt();
        assertThat(slow.join(Duration.ofSeconds(30))).isTrue();
    }

    @Test
    void aFileThatIsMovedAwayIsBegunAgain() throws IOException {
        // Given
        Path file = folder.resolve("audit.jsonl");
        append(3);
        run(exporter(new FileSink(file, ExportFormat.JSON)));
        Files.move(file, folder.resolve("audit.jsonl.1"));

        // When
        append(2);
        run(exporter(new FileSink(file, ExportFormat.JSON)));

        // Then
        List<String> before = Files.readAllLines(folder.resolve("audit.jsonl.1"));
        assertThat(before).hasSize(3);
        assertThat(before.getFirst())
                .isEqualTo("{\"log_index\":0,\"severity\":\"warning\",\"event\":"
                        + "{\"id\":\"01890a5d-ac96-774b-bcce-000000000000\",\"time\":1700000000000,\"stored\":7,"
                        + "\"type\":\"user.login.failed\",\"code\":\"USR001W\",\"fields\":{\"user\":\"a\\\"b\"}}}");
        assertThat(Files.readAllLines(file)).hasSize(2).last().asString().startsWith("{\"log_index\":4,");
    }

    @Test
    void aFullOrMissingDiskLosesNothing() throws IOException {
        // Given
        append(3);
        Path file = folder.resolve("missing/audit.jsonl");
        Exporter exporter = exporter(new FileSink(file, ExportFormat.OCSF));
        Step failed = exporter.step();

        // When
        Files.createDirectory(folder.resolve("missing"));
        run(exporter);

        // Then
        assertThat(failed).isEqualTo(Step.FAILED);
        assertThat(Files.readAllLines(file))
                .hasSize(3)
                .allMatch(line -> line.contains("\"class_uid\":3002") && line.contains("\"severity_id\":3"));
    }
}
