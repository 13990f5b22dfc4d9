package dev.sallyport.auth.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sallyport.audit.Disk;
import dev.sallyport.audit.blob.FolderBlobs;
import dev.sallyport.audit.event.FlatEvent;
import dev.sallyport.audit.log.Checkpoint;
import dev.sallyport.audit.log.EntrySource;
import dev.sallyport.audit.log.LogCheck;
import dev.sallyport.audit.log.LogFinding;
import dev.sallyport.audit.log.NoteSigner;
import dev.sallyport.audit.log.SignedNote;
import dev.sallyport.audit.log.TilePath;
import dev.sallyport.auth.log.StepThreads.Step;
import dev.sallyport.auth.state.EventRecords;
import dev.sallyport.auth.state.Keyspace;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is carried is the log, checkpoint last; what is there and is not this log's stays, and is told. */
class TileCarrierTest {

    private static final int MOST_AT_ONCE = 1_000;

    @TempDir
    private Path data;

    private final ManualClock clock = new ManualClock(Instant.ofEpochSecond(1_700_000_000));
    private final Store store = new MemoryStore(clock);
    private final NoteSigner signer = NoteSigner.ofNotes("test", Keys.ed25519(new SecureRandom()));
    private int events;
    private TileFolder folder;
    private TileArchive archive;
    private LogKeeper keeper;
    private TileCarrier carrier;

    @BeforeEach
    void restart() {
        LogLeaves leaves = new LogLeaves(store);
        archive = new TileArchive(
                "the bucket", new FolderBlobs(bucket(), "the bucket", Disk.REAL), store, leaves::retained);
        folder = new TileFolder(data.resolve("log"), Disk.REAL, Optional.of(archive));
        keeper = new LogKeeper(store, folder, signer, clock, new Backlog(), _ -> {});
        carrier = new TileCarrier(folder, archive, leaves, signer.key(), clock);
    }

    private Path bucket() {
        return data.resolve("bucket");
    }

    private void grow(int count) {
        for (int left = count; left > 0; left -= MOST_AT_ONCE) {
            commit(Math.min(left, MOST_AT_ONCE));
        }
        keeper.look();
    }

    private void commit(int count) {
        List<Store.Write> writes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String id = String.format("01890a5d-ac96-774b-bcce-%012d", events++);
            writes.add(EventRecords.creation(
                    new FlatEvent(id, Instant.ofEpochMilli(5), "user.login", "USR001I", Map.of("user", "u" + i)), 7));
        }
        store.commit(writes);
    }

    private Step carry() {
        Step step = carrier.step();
        while (step == Step.DONE && carrier.behind() > 0) {
            step = carrier.step();
        }
        clock.advance(Duration.ofSeconds(6));
        return step;
    }

    /** What an auditor finds who has only what is in the bucket. */
    private Optional<LogFinding> check() {
        TileFolder there = new TileFolder(bucket().resolve("log"), Disk.REAL);
        SignedNote note = SignedNote.parse(there.note("checkpoint").orElseThrow());
        assertThat(note.isSignedBy(signer.key())).isTrue();
        assertThat(Checkpoint.parse(note.text()).size()).isEqualTo(events);
        return new LogCheck(
                        Checkpoint.parse(note.text()),
                        there::read,
                        List.of(new EntrySource("bucket", there::read)),
                        _ -> {})
                .run(0, Long.MAX_VALUE);
    }

    @Test
    void theBucketHasTheWholeLogAndNothingLess() {
        for (int more : new int[] {3, 250, 3, 256, 1000, 1, 70_000}) {
            // Given
            grow(more);

            // When
            Step step = carry();

            // Then
            assertThat(step).isEqualTo(Step.DONE);
            assertThat(carrier.behind()).isZero();
            assertThat(check()).isEmpty();
        }
        assertThat(carrier.trouble()).isEmpty();
        assertThat(partials()).isLessThan(9);
    }

    private long partials() {
        try (Stream<Path> files = Files.walk(bucket())) {
            return files.filter(file -> file.toString().contains(".p/")).count();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void aSlowLogIsCarriedAtMostEveryFewSeconds() {
        // Given
        grow(3);
        assertThat(carrier.step()).isEqualTo(Step.DONE);
        grow(1);

        // When
        Step soon = carrier.step();
        clock.advance(Duration.ofSeconds(6));
        Step later = carrier.step();

        // Then
        assertThat(List.of(soon, later)).containsExactly(Step.IDLE, Step.DONE);
        assertThat(check()).isEmpty();
    }

    @Test
    void whatAWitnessSignedFollowsTheCheckpoint() throws IOException {
        // Given
        grow(300);
        carry();

        // When
        cosigned(300);
        List<Step> steps = List.of(carrier.step(), carrier.step());

        // Then
        assertThat(steps).containsExactly(Step.DONE, Step.IDLE);
        assertThat(archive.note("witnessed/1a2b3c4d")).isEqualTo(folder.note("witnessed/1a2b3c4d"));

        // When it speaks of what is not carried yet
        String before = archive.note("witnessed/1a2b3c4d").orElseThrow();
        cosigned(305);
        Step ahead = carrier.step();

        // Then
        assertThat(ahead).isEqualTo(Step.IDLE);
        assertThat(archive.note("witnessed/1a2b3c4d")).contains(before);

        // When
        grow(5);
        carry();

        // Then
        assertThat(archive.note("witnessed/1a2b3c4d")).isEqualTo(folder.note("witnessed/1a2b3c4d"));
    }

    private void cosigned(long size) throws IOException {
        NoteSigner witness = NoteSigner.ofNotes("witness", Keys.ed25519(new SecureRandom()));
        String text = new Checkpoint("test", size, new byte[32]).text();
        Path note = data.resolve("log/witnessed/1a2b3c4d");
        Files.createDirectories(note.getParent());
        Files.writeString(note, new SignedNote(text, List.of(witness.sign(text, clock.instant()))).note());
    }

    @Test
    void whatTheFolderLostIsReadFromTheBucketAndVerifies() throws IOException {
        // Given
        grow(700);
        carry();

        // When
        Files.delete(data.resolve("log/tile/entries/000"));

        // Then
        SignedNote note = SignedNote.parse(folder.note("checkpoint").orElseThrow());
        assertThat(new LogCheck(
                                Checkpoint.parse(note.text()),
                                folder::read,
                                List.of(new EntrySource("tiles", folder::read)),
                                _ -> {})
                        .run(0, Long.MAX_VALUE))
                .isEmpty();
    }

    @Test
    void whatWasCarriedAndIsNotToBeSeenIsNotMissing() throws IOException {
        // Given
        grow(700);
        carry();
        Files.delete(data.resolve("log/tile/entries/000"));
        Files.delete(bucket().resolve("log/tile/entries/000"));

        // Then
        assertThatExceptionOfType(Failure.class)
                .isThrownBy(() -> folder.read(TilePath.parse("tile/entries/000")))
                .satisfies(e -> assertThat(e.code()).isEqualTo(FailureCode.UNAVAILABLE));
        assertThat(folder.read(TilePath.parse("tile/entries/009"))).isEmpty();
    }

    @Test
    void whatCannotBeCarriedWaitsAndTheLogGoesOn() throws IOException {
        // Given
        grow(300);
        carry();
        Path log = bucket().resolve("log");
        Files.move(log, data.resolve("aside"));
        Files.writeString(log, "in the way");

        // When
        grow(5);
        Step away = carry();

        // Then
        assertThat(away).isEqualTo(Step.FAILED);
        assertThat(keeper.trouble()).isEmpty();
        assertThat(keeper.signedEntries()).isEqualTo(305);
        assertThat(carrier.behind()).isEqualTo(5);
        assertThat(carrier.trouble()).isPresent();

        // When
        Files.delete(log);
        Files.move(data.resolve("aside"), log);
        Step back = carry();

        // Then
        assertThat(back).isEqualTo(Step.DONE);
        assertThat(carrier.trouble()).isEmpty();
        assertThat(check()).isEmpty();
    }

    @Test
    void anotherTileInTheBucketStaysAndIsTold() throws IOException {
        // Given
        grow(200);
        carry();
        Files.createDirectories(bucket().resolve("log/tile/0"));
        Files.write(bucket().resolve("log/tile/0/000"), new byte[256 * 32]);

        // When
        grow(100);
        Step step = carry();

        // Then
        assertThat(step).isEqualTo(Step.FAILED);
        assertThat(carrier.trouble())
                .hasValueSatisfying(text ->
                        assertThat(text).contains("log/tile/0/000", "with other content", "Nothing is overwritten"));
        assertThat(archive.carried()).isEqualTo(200);
    }

    @Test
    void aBucketOfAnotherLogIsLeftAlone() {
        // Given
        NoteSigner other = NoteSigner.ofNotes("other", Keys.ed25519(new SecureRandom()));
        String text = new Checkpoint("other", 0, new byte[32]).text();
        archive.writeNote(
                TileFolder.CHECKPOINT, new SignedNote(text, List.of(other.sign(text, clock.instant()))).note());

        // When
        grow(3);
        Step step = carry();

        // Then
        assertThat(step).isEqualTo(Step.FAILED);
        assertThat(carrier.trouble()).hasValueSatisfying(why -> assertThat(why).contains("the log other"));
    }

    @Test
    void aStoreThatWasSetBackTogetherWithItsFolderIsFoundOut() throws IOException {
        // Given
        grow(300);
        carry();
        SignedNote carried = SignedNote.parse(folder.note("checkpoint").orElseThrow());
        try (Stream<Path> files = Files.walk(data.resolve("log"))) {
            files.sorted(java.util.Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
        store.range(Keyspace.LEAVES, "", 1000).forEach(leaf -> store.delete(leaf.key()));
        store.range(Keyspace.EVENTS, "", 1000).forEach(event -> store.delete(event.key()));
        store.delete(Keyspace.LOG_CHECKPOINT);
        store.delete(Keyspace.LOG_CARRIED + "the bucket");

        // When
        restart();
        events = 1;
        grow(10);
        Step step = carry();

        // Then
        assertThat(step).isEqualTo(Step.FAILED);
        assertThat(carrier.trouble()).hasValueSatisfying(why -> assertThat(why).contains("300 entries"));
        assertThat(archive.note("checkpoint")).contains(carried.note());
    }
}
