package dev.sallyport.auth.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.audit.Disk;
import dev.sallyport.audit.event.FlatEvent;
import dev.sallyport.audit.log.Checkpoint;
import dev.sallyport.audit.log.EntrySource;
import dev.sallyport.audit.log.LogCheck;
import dev.sallyport.audit.log.LogFinding;
import dev.sallyport.audit.log.NoteSigner;
import dev.sallyport.audit.log.SignedNote;
import dev.sallyport.auth.state.EventRecords;
import dev.sallyport.auth.state.Keyspace;
import dev.sallyport.pki.Keys;
import dev.sallyport.store.MemoryStore;
import dev.sallyport.store.Store;
import dev.sallyport.testing.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is stored gets under a signed checkpoint; what does not fit it is never signed. */
class LogKeeperTest {

    @TempDir
    private Path data;

    private final ManualClock clock = new ManualClock(Instant.ofEpochSecond(1_700_000_000));
    private final Store store = new MemoryStore(clock);
    private final NoteSigner signer = NoteSigner.ofNotes("test", Keys.ed25519(new SecureRandom()));
    private final List<SignedNote> signed = new ArrayList<>();
    private int events;
    private TileFolder folder;
    private LogKeeper keeper;

    @BeforeEach
    void open() {
        restart();
    }

    private void restart() {
        folder = new TileFolder(data.resolve("log"), Disk.REAL);
        keeper = new LogKeeper(store, folder, signer, clock, new Backlog(), signed::add);
    }

    private void store(int count) {
        List<Store.Write> writes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String id = String.format("01890a5d-ac96-774b-bcce-%012d", events++);
            FlatEvent event =
                    new FlatEvent(id, Instant.ofEpochMilli(5), "user.login", "USR001I", Map.of("user", "u" + i));
            writes.add(EventRecords.creation(event, 7));
        }
        store.commit(writes);
    }

    private Optional<LogFinding> check() {
        SignedNote note = SignedNote.parse(folder.note("checkpoint").orElseThrow());
        assertThat(note.isSignedBy(signer.key())).isTrue();
        List<EntrySource> sources = List.of(
                new EntrySource("tiles", folder::read),
                new EntrySource("store", path -> Optional.of(new LogLeaves(store).bundle(path))));
        return new LogCheck(Checkpoint.parse(note.text()), folder::read, sources, _ -> {}).run(0, Long.MAX_VALUE);
    }

    private long size() {
        return Checkpoint.parse(signed.getLast().text()).size();
    }

    @Test
    void a_log_grows_over_restarts_and_verifies_at_each_size() {
        for (int count : new int[] {1, 254, 1, 1, 300, 77, 2000}) {
            // When
            store(count);
            keeper.look();
            // Then
            assertThat(keeper.trouble()).isEmpty();
            assertThat(size()).isEqualTo(events);
            assertThat(check()).isEmpty();
            restart();
        }
    }

    @Test
    void nothing_new_is_nothing_to_sign() {
        // Given
        store(3);
        keeper.look();
        int before = signed.size();
        // When
        keeper.look();
        // Then
        assertThat(signed).hasSize(before);
    }

    @Test
    void a_folder_that_was_removed_is_made_again_from_the_store() throws IOException {
        // Given
        store(700);
        keeper.look();
        try (var files = Files.walk(data.resolve("log"))) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        restart();
        // When
        store(1);
        keeper.look();
        // Then
        assertThat(keeper.trouble()).isEmpty();
        assertThat(check()).isEmpty();
    }

    @Test
    void an_event_that_was_changed_before_it_was_signed_is_named_and_never_signed() {
        // Given
        store(5);
        keeper.look();
        store(5);
        Store.Entry event = store.range(Keyspace.EVENTS, "", 10).get(7);
        event.value()[60] ^= 1;
        store.put(event.key(), event.value());
        // When
        keeper.look();
        // Then
        assertThat(keeper.trouble().orElseThrow())
                .contains("entry 7")
                .contains(event.key().substring(Keyspace.EVENTS.length()));
        assertThat(size()).isEqualTo(5);
    }

    @Test
    void an_event_that_was_changed_after_it_was_signed_is_found() {
        // Given
        store(600);
        keeper.look();
        Store.Entry event = store.range(Keyspace.EVENTS, "", 600).get(300);
        event.value()[60] ^= 1;
        // When
        store.put(event.key(), event.value());
        // Then
        assertThat(check()).hasValueSatisfying(found -> {
            assertThat(found.index()).isEqualTo(300);
            assertThat(found.source()).isEqualTo("store");
        });
    }

    @Test
    void a_store_that_was_set_back_is_not_signed_on() {
        // Given
        store(10);
        keeper.look();
        Store.Entry early = store.get(Keyspace.LOG_CHECKPOINT).orElseThrow();
        store(10);
        keeper.look();
        // When
        store.put(early.key(), early.value());
        restart();
        store(1);
        keeper.look();
        // Then
        assertThat(keeper.trouble().orElseThrow()).contains("set back");
    }

    @Test
    void leaves_that_were_cut_off_are_not_signed_over() {
        // Given
        store(10);
        keeper.look();
        store.delete(Keyspace.LEAVES + "0000000000000009");
        // When
        restart();
        keeper.look();
        // Then
        assertThat(keeper.trouble().orElseThrow()).contains("lacks entry 9");
    }

    @Test
    void tiles_that_were_changed_are_not_signed_on() throws IOException {
        // Given
        store(10);
        keeper.look();
        Path tile = data.resolve("log/tile/0/000.p/10");
        byte[] bytes = Files.readAllBytes(tile);
        bytes[33] ^= 1;
        Files.write(tile, bytes);
        // When
        restart();
        store(1);
        keeper.look();
        // Then
        assertThat(keeper.trouble().orElseThrow()).contains("another tree");
    }
}
