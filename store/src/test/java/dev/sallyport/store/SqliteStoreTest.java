package dev.sallyport.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contracts, on SQLite, and what only a file can promise. */
final class SqliteStoreTest extends StoreRaceContract {

    @TempDir
    Path directory;

    private Path file() {
        return directory.resolve("store.db");
    }

    @Override
    Store open() {
        return SqliteStore.open(file(), new SqliteSettings(SHORT_HISTORY, 1L << 30, 2), clock);
    }

    @Test
    void everything_is_there_after_a_restart() {
        // Given
        long lease = store.grantLease(Duration.ofSeconds(10));
        store.commit(List.of(put("a", "1"), new Store.Write.Put("b", bytes("2"), lease)));

        // When
        store.close();
        store = open();

        // Then
        assertThat(keys(store.range("", "", 10))).containsExactly("a", "b");
        assertThat(store.revision()).isEqualTo(2);
        assertThat(store.put("c", bytes("3"))).isEqualTo(3);
        clock.advance(Duration.ofSeconds(10));
        assertThat(keys(store.range("", "", 10))).containsExactly("a", "c");
        assertThat(store.grantLease(Duration.ofSeconds(1))).isNotEqualTo(lease);
    }

    @Test
    void a_watch_goes_on_after_a_restart() throws Exception {
        // Given
        store.put("a", bytes("1"));
        store.put("a", bytes("2"));
        store.close();
        store = open();

        // When
        SeenChanges seen = new SeenChanges();
        try (Store.Watch _ = store.watch("", 1, seen, seen::lost)) {

            // Then
            assertThat(seen.next(1)).containsExactly("put a=2 @2");
        }
    }

    @Test
    void nobody_else_can_read_the_file() throws Exception {
        store.put("a", bytes("1"));
        for (String name : List.of("store.db", "store.db-wal", "store.db-shm", "store.db.lock")) {
            String permissions = PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(name)));
            assertThat(permissions).as(name).isEqualTo("rw-------");
        }
    }
}
