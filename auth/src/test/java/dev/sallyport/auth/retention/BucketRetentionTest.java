package dev.sallyport.auth.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.audit.Disk;
import dev.sallyport.audit.blob.FolderBlobs;
import dev.sallyport.audit.event.EventIds;
import dev.sallyport.audit.event.FlatEvent;
import dev.sallyport.audit.log.NoteSigner;
import dev.sallyport.auth.CountingStore;
import dev.sallyport.auth.log.Backlog;
import dev.sallyport.auth.log.LogKeeper;
import dev.sallyport.auth.log.LogLeaves;
import dev.sallyport.auth.log.TileArchive;
import dev.sallyport.auth.log.TileCarrier;
import dev.sallyport.auth.log.TileFolder;
import dev.sallyport.auth.state.EventRecords;
import dev.sallyport.auth.state.Ledger;
import dev.sallyport.model.Failure;
import dev.sallyport.pki.Keys;
import dev.sallyport.store.MemoryStore;
import dev.sallyport.store.Store;
import dev.sallyport.testing.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Old events go from a bucket too; an auditor who has only that is told, and finds nothing else missing. */
class BucketRetentionTest {

    private static final Duration KEPT = Duration.ofDays(30);
    private static final Duration LATER = KEPT.plusDays(1);

    @TempDir
    private Path data;

    private final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final CountingStore store = new CountingStore(new MemoryStore(clock));
    private final NoteSigner signer = NoteSigner.ofNotes("test", Keys.ed25519(new SecureRandom()));
    private final LogLeaves leaves = new LogLeaves(store);
    private int events;

    @Test
    void whatIsPastRetentionLeavesTheBucketToo() throws IOException {
        // Given
        store(700);
        sign();
        carry();
        clock.advance(LATER);

        // When
        retention().look();

        // Then
        assertThat(auditor()).isEqualTo("OK 700 entries, 512 of them past retention");
        assertThat(bundlesInTheBucket()).containsExactly("002.p/188");

        // And when the log goes on
        sign();
        carry();
        assertThat(auditor()).isEqualTo("OK 701 entries, 512 of them past retention");
    }

    @Test
    void whatTheBucketDoesNotHaveYetStays() {
        // Given
        store(300);
        sign();
        carry();
        store(400);
        sign();
        clock.advance(LATER);

        // When
        retention().look();

        // Then
        assertThat(leaves.retained()).isEqualTo(256);

        // And when it has it
        carry();
        retention().look();
        assertThat(leaves.retained()).isEqualTo(512);
    }

    @Test
    void whileTheBucketIsAwayNothingGoes() throws IOException {
        // Given
        store(700);
        sign();
        carry();
        clock.advance(LATER);
        Files.move(bucket(), data.resolve("aside"));
        Files.writeString(bucket(), "in the way");

        // When
        assertThatThrownBy(() -> retention().look()).isInstanceOf(Failure.class);

        // Then
        assertThat(leaves.events(List.of(0L)).getFirst()).isPresent();
        assertThat(data.resolve("log/tile/entries/000")).exists();

        // And when it is back
        Files.delete(bucket());
        Files.move(data.resolve("aside"), bucket());
        retention().look();
        assertThat(auditor()).isEqualTo("OK 700 entries, 512 of them past retention");
        assertThat(leaves.events(List.of(0L)).getFirst()).isEmpty();
    }

    @Test
    void whoDiesAtAnyStepLeavesABucketThatVerifies() throws IOException {
        for (int steps = 0; steps < 3; steps++) {
            // Given
            store(512);
            sign();
            carry();
            clock.advance(LATER);

            // When
            store.dieAfter(steps, CountingStore.Death.BEFORE_COMMIT);
            assertThatThrownBy(() -> retention().look()).isInstanceOf(Failure.class);
            store.revive();

            // Then
            assertThat(auditor()).as("after " + steps).startsWith("OK ");

            // And another goes on
            retention().look();
            assertThat(auditor()).startsWith("OK ").endsWith(" past retention");
        }
    }

    private void store(int count) {
        List<Store.Write> writes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String id = String.format("01890a5d-ac96-774b-bcce-%012d", events++);
            FlatEvent event = new FlatEvent(id, Instant.ofEpochMilli(5), "user.login", "USR001I", Map.of());
            writes.add(EventRecords.creation(event, clock.millis()));
        }
        store.commit(writes);
    }

    private void sign() {
        LogKeeper keeper = keeper();
        keeper.look();
        assertThat(keeper.trouble()).isEmpty();
    }

    private void carry() {
        TileCarrier carrier = carrier();
        carrier.step();
        assertThat(carrier.trouble()).isEmpty();
        assertThat(carrier.behind()).isZero();
    }

    private Path bucket() {
        return data.resolve("bucket/log");
    }

    private TileArchive archive() {
        return new TileArchive(
                "the bucket",
                new FolderBlobs(data.resolve("bucket"), "the bucket", Disk.REAL),
                store,
                leaves::retained);
    }

    private TileFolder folder() {
        return new TileFolder(data.resolve("log"), Disk.REAL, Optional.of(archive()));
    }

    private LogKeeper keeper() {
        return new LogKeeper(store, folder(), signer, clock, new Backlog(), _ -> {});
    }

    private TileCarrier carrier() {
        return new TileCarrier(folder(), archive(), leaves, signer.key(), clock);
    }

    private EventRetention retention() {
        return new EventRetention(
                KEPT,
                store,
                leaves,
                folder(),
                signer,
                () -> Math.min(carrier().passed(), keeper().signedEntries()),
                new Ledger(store, new EventIds(clock, new SecureRandom()), clock),
                clock);
    }

    private List<String> bundlesInTheBucket() throws IOException {
        Path entries = bucket().resolve("tile/entries");
        try (Stream<Path> files = Files.walk(entries)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> entries.relativize(file).toString())
                    .toList();
        }
    }

    /** What a checker in another language says of the bucket alone. */
    private String auditor() throws IOException {
        return OtherChecker.of(bucket(), signer.key());
    }
}
