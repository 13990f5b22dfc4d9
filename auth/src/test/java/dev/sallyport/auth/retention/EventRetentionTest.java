package dev.sallyport.auth.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.audit.Disk;
import dev.sallyport.audit.event.EventIds;
import dev.sallyport.audit.event.FlatEvent;
import dev.sallyport.audit.log.Checkpoint;
import dev.sallyport.audit.log.EntrySource;
import dev.sallyport.audit.log.LogCheck;
import dev.sallyport.audit.log.LogFinding;
import dev.sallyport.audit.log.NoteSigner;
import dev.sallyport.audit.log.Retained;
import dev.sallyport.audit.log.SignedNote;
import dev.sallyport.auth.CountingStore;
import dev.sallyport.auth.log.Backlog;
import dev.sallyport.auth.log.LogKeeper;
import dev.sallyport.auth.log.LogLeaves;
import dev.sallyport.auth.log.TileFolder;
import dev.sallyport.auth.state.EventRecords;
import dev.sallyport.auth.state.Keyspace;
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
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Old events go, nothing else does, and the log is proved as before. */
class EventRetentionTest {

    private static final Duration KEPT = Duration.ofDays(30);
    private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    private Path data;

    private final ManualClock clock = new ManualClock(LONG_AGO);
    private final CountingStore store = new CountingStore(new MemoryStore(clock));
    private final NoteSigner signer = NoteSigner.ofNotes("test", Keys.ed25519(new SecureRandom()));
    private final Ledger ledger = new Ledger(store, new EventIds(clock, new SecureRandom()), clock);
    private long passed = Long.MAX_VALUE;
    private int events;

    @Test
    void oldEventsGoAndTheRestIsProvedAsBefore() throws Exception {
        // Given: 600 of the first day, 400 of the 31st
        store(600);
        clock.advance(KEPT.plusDays(1));
        store(400);
        sign();

        // When
        retention().look();
        sign();

        // Then
        assertThat(retained()).isEqualTo(512);
        assertThat(check()).isEmpty();
        assertThat(bundles()).containsExactlyInAnyOrder("002", "232", "233");
        assertThat(independently()).isEqualTo("OK 1001 entries, 512 of them past retention");
        assertThat(event(511)).isEmpty();
        assertThat(event(512)).isPresent();
        assertThat(event(1_000).orElseThrow()).satisfies(told -> {
            assertThat(told.type()).isEqualTo("audit.retire");
            assertThat(told.fields()).containsEntry("first", "0").containsEntry("last", "511");
        });
    }

    @Test
    void thatAnEventWasStoredStaysKnown() {
        // Given
        store(256);
        sign();
        clock.advance(KEPT.plusDays(1));
        String key = store.range(Keyspace.EVENTS, "", 1).getFirst().key();

        // When
        retention().look();

        // Then: it is not stored again where it comes again
        assertThat(store.get(key)).hasValueSatisfying(left -> {
            assertThat(EventRecords.isGone(left)).isTrue();
            assertThat(EventRecords.index(left)).hasValue(0);
        });
    }

    @Test
    void nothingGoesThatIsYoungerOrThatSomebodyHasNotRead() {
        // Given
        store(1_000);
        sign();

        // When: to the millisecond nothing is older than 30 days
        clock.advance(KEPT);
        retention().look();
        long young = retained();

        // When: an export has 300
        clock.advance(Duration.ofMillis(1));
        passed = 300;
        retention().look();
        long unread = retained();

        // When: it has all
        passed = Long.MAX_VALUE;
        retention().look();

        // Then
        assertThat(young).isZero();
        assertThat(unread).isEqualTo(256);
        assertThat(retained()).isEqualTo(768);
        assertThat(check()).isEmpty();
    }

    @Test
    void anEventThatIsYoungAmongOldOnesStaysWithAllBehindIt() {
        // Given: the clock went back in between
        store(300);
        clock.advance(KEPT.multipliedBy(2));
        store(1);
        clock.set(LONG_AGO);
        store(800);
        sign();
        clock.advance(KEPT.plusDays(1));

        // When
        retention().look();

        // Then
        assertThat(retained()).isEqualTo(256);
        assertThat(event(300)).isPresent();
    }

    @Test
    void aProcessThatDiesAtAnyStepGoesOnWhereItWas() throws Exception {
        // Given
        for (int steps = 0; steps < 3; steps++) {
            store(512);
            sign();
            clock.advance(KEPT.plusDays(1));
            long before = retained();

            // When: it dies after so many writes
            store.dieAfter(steps, CountingStore.Death.BEFORE_COMMIT);
            assertThatThrownBy(() -> retention().look()).isInstanceOf(Failure.class);
            store.revive();
            Optional<LogFinding> meanwhile = check();
            retention().look();
            sign();

            // Then
            assertThat(meanwhile).as("after " + steps).isEmpty();
            assertThat(retained()).isGreaterThan(before);
            assertThat(check()).isEmpty();
            assertThat(independently()).startsWith("OK ");
            assertThat(event(retained() - 1)).isEmpty();
            assertThat(event(retained())).isPresent();
        }
    }

    @Test
    void aFolderThatIsLostAfterwardsIsMadeAgain() throws IOException {
        // Given
        store(700);
        sign();
        clock.advance(KEPT.plusDays(1));
        retention().look();
        String note = folder().note(Retained.NAME).orElseThrow();
        try (Stream<Path> files = Files.walk(data.resolve("log"))) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }

        // When
        store(1);
        sign();
        retention().look();

        // Then
        assertThat(folder().note(Retained.NAME)).contains(note);
        assertThat(check()).isEmpty();
    }

    @Test
    void bundlesThatAreGoneWithoutASignedWordAreMissed() throws IOException {
        // Given
        store(700);
        sign();
        Files.delete(data.resolve("log/tile/entries/000"));
        Retained forged = new Retained("test", 256);
        NoteSigner other = NoteSigner.ofNotes("test", Keys.ed25519(new SecureRandom()));

        // When
        Optional<LogFinding> unsaid = check();
        Files.writeString(
                data.resolve("log/retained"),
                new SignedNote(forged.text(), List.of(other.sign(forged.text(), clock.instant()))).note());

        // Then
        assertThat(unsaid.orElseThrow().kind()).isEqualTo(LogFinding.Kind.TRUNCATED);
        assertThatThrownBy(this::check).isInstanceOf(Failure.class).hasMessageContaining("not signed by");
        assertThat(independently()).isEqualTo("BAD a note is not signed by test");
    }

    private void store(int count) {
        List<Store.Write> writes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String id = String.format("01890a5d-ac96-774b-bcce-%012d", events++);
            FlatEvent event =
                    new FlatEvent(id, Instant.ofEpochMilli(5), "user.login", "USR001I", Map.of("user", "u" + i));
            writes.add(EventRecords.creation(event, clock.millis()));
        }
        store.commit(writes);
    }

    private void sign() {
        LogKeeper keeper = keeper();
        keeper.look();
        assertThat(keeper.trouble()).isEmpty();
    }

    private LogKeeper keeper() {
        return new LogKeeper(store, folder(), signer, clock, new Backlog(), _ -> {});
    }

    private TileFolder folder() {
        return new TileFolder(data.resolve("log"), Disk.REAL);
    }

    private Optional<FlatEvent> event(long number) {
        return leaves().events(List.of(number)).getFirst();
    }

    private LogLeaves leaves() {
        return new LogLeaves(store);
    }

    private EventRetention retention() {
        return new EventRetention(
                KEPT,
                store,
                leaves(),
                folder(),
                signer,
                () -> Math.min(passed, keeper().signedEntries()),
                ledger,
                clock);
    }

    private Checkpoint checkpoint() {
        return Checkpoint.parse(
                SignedNote.parse(folder().note("checkpoint").orElseThrow()).text());
    }

    private long retained() {
        return folder().note(Retained.NAME)
                .map(note -> Retained.of(
                                SignedNote.parse(note),
                                signer.key(),
                                checkpoint().size())
                        .first())
                .orElse(0L);
    }

    private Optional<LogFinding> check() {
        TileFolder folder = folder();
        List<EntrySource> sources = List.of(
                new EntrySource("tiles", folder::read),
                new EntrySource("store", path -> Optional.of(leaves().bundle(path))));
        return new LogCheck(checkpoint(), folder::read, sources, _ -> {}).run(retained(), Long.MAX_VALUE);
    }

    private List<String> bundles() throws IOException {
        try (Stream<Path> files = Files.walk(data.resolve("log/tile/entries"))) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .toList();
        }
    }

    /** What a checker in another language says. */
    private String independently() throws IOException {
        return OtherChecker.of(data.resolve("log"), signer.key());
    }
}
