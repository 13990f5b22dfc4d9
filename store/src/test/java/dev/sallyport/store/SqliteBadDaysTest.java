package dev.sallyport.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.testing.process.ChildJvm;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Disks and people do bad things to files; processes die. */
@Timeout(120)
final class SqliteBadDaysTest {

    private static final int KILLS = 5;

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void name() {
        file = directory.resolve("store.db");
    }

    private SqliteStore open() {
        return SqliteStore.open(file, new TestClock());
    }

    private Failure openFails() {
        Failure failure = catchThrowableOfType(Failure.class, this::open);
        assertThat(failure).isNotNull();
        assertThat(failure.text()).contains(file.toString()).contains("Next: ");
        return failure;
    }

    private void fill() {
        try (SqliteStore store = open()) {
            for (int i = 0; i < 200; i++) {
                store.put("key/" + i, ("value " + i).repeat(50).getBytes(UTF_8));
            }
        }
    }

    @Test
    void a_damaged_file_is_refused_and_left_as_it_is() throws IOException {
        // Given
        fill();
        byte[] garbage = new byte[8192];
        new Random(1).nextBytes(garbage);
        try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
            raw.seek(3 * 4096);
            raw.write(garbage);
        }
        byte[] before = Files.readAllBytes(file);

        // When
        Failure failure = openFails();

        // Then
        assertThat(failure.code()).isEqualTo(FailureCode.INTERNAL);
        assertThat(failure.text()).contains("damaged").contains("restore");
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    @Test
    void a_cut_off_file_is_refused() throws IOException {
        // Given
        fill();
        try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
            raw.setLength(raw.length() / 2 / 4096 * 4096);
        }

        // Then
        assertThat(openFails().code()).isEqualTo(FailureCode.INTERNAL);
    }

    @Test
    void a_file_that_is_no_database_is_refused() throws IOException {
        // Given
        Files.writeString(file, "listen: 0.0.0.0:443\n".repeat(300));

        // Then
        assertThat(openFails().code()).isEqualTo(FailureCode.INTERNAL);
    }

    @Test
    void another_program_s_database_is_refused() throws Exception {
        // Given
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("CREATE TABLE theirs (x)");
        }

        // Then
        assertThat(openFails().text()).contains("another program");
    }

    @Test
    void a_newer_version_s_file_is_refused() throws Exception {
        // Given
        fill();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("PRAGMA user_version = 2");
        }

        // Then
        assertThat(openFails().text()).contains("format 2").contains("newer");
    }

    @Test
    void a_missing_directory_is_named() {
        // Given
        file = directory.resolve("not-there/store.db");

        // Then
        assertThat(openFails().code()).isEqualTo(FailureCode.UNAVAILABLE);
    }

    @Test
    void two_processes_cannot_have_one_file() throws Exception {
        // Given
        try (SqliteStore _ = open();
                ChildJvm other = ChildJvm.start(StoreChild.class, "open", file.toString())) {

            // When
            List<String> said = other.lines(1);

            // Then
            assertThat(openFails().code()).isEqualTo(FailureCode.CONFLICT);
            assertThat(said).singleElement().asString().startsWith("CONFLICT").contains("in use by another process");
        }
    }

    @Test
    void a_read_only_file_is_refused_at_the_start() throws Exception {
        // Given
        fill();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));

        // When
        try (ChildJvm unprivileged = ChildJvm.startUnprivileged(StoreChild.class, "open", file.toString())) {

            // Then
            assertThat(unprivileged.lines(1))
                    .singleElement()
                    .asString()
                    .startsWith("UNAVAILABLE")
                    .contains(file.toString())
                    .contains("read-only");
        }
    }

    @Test
    void a_full_disk_refuses_writes_and_keeps_what_was_acknowledged() {
        // Given
        SqliteSettings small = new SqliteSettings(HistoryLimits.DEFAULT, 256 << 10, 1);
        List<String> acknowledged = new ArrayList<>();
        Failure full;
        try (SqliteStore store = SqliteStore.open(file, small, new TestClock())) {

            // When
            full = catchThrowableOfType(Failure.class, () -> {
                for (int i = 0; i < 1000; i++) {
                    store.put("key/" + i, new byte[4000]);
                    acknowledged.add("key/" + i);
                }
            });

            // Then
            assertThat(full.code()).isEqualTo(FailureCode.UNAVAILABLE);
            assertThat(full.text()).contains("full").contains(file.toString());
            assertThat(acknowledged).isNotEmpty();
            assertThat(store.get("key/0")).isPresent();
            assertThat(store.revision()).isEqualTo(acknowledged.size());
        }
        try (SqliteStore roomy = open()) {
            assertThat(roomy.range("key/", "", 1000)).hasSize(acknowledged.size());
            assertThat(roomy.put("more", new byte[1])).isEqualTo(acknowledged.size() + 1);
        }
    }

    @Test
    void nothing_acknowledged_is_lost_by_kill_9_and_no_commit_is_half_there() throws Exception {
        Set<String> acknowledged = new HashSet<>();
        for (int round = 0; round < KILLS; round++) {
            // When
            try (ChildJvm writer = ChildJvm.start(StoreChild.class, "write", file.toString())) {
                acknowledged.addAll(writer.lines(150 + 37 * round));
                acknowledged.addAll(writer.killAndDrain());
            }

            // Then
            try (SqliteStore store = open()) {
                Set<String> first = names(store, "a/");
                assertThat(first).containsAll(acknowledged).isEqualTo(names(store, "b/"));
                assertThat(store.revision()).isEqualTo(2L * first.size());
            }
        }
        assertThat(acknowledged).hasSizeGreaterThan(KILLS * 150);
    }

    private static Set<String> names(Store store, String prefix) {
        Set<String> names = new HashSet<>();
        List<Store.Entry> page = store.range(prefix, "", 1000);
        while (!page.isEmpty()) {
            page.forEach(entry -> names.add(entry.key().substring(prefix.length())));
            page = store.range(prefix, page.getLast().key(), 1000);
        }
        return names;
    }
}
