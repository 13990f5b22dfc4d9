package dev.sallyport.audit.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Auth's side: takes each chunk once, in order, from agents that may lie. */
final class RecordingStoreTest {

    private static final String SESSION = "019b7a00-2222-7000-8000-000000000002";
    private static final RecordingHeader HEADER = Recordings.header(UUID.fromString(SESSION));

    @TempDir
    Path directory;

    private final List<byte[]> chunks = Recordings.pack(
            HEADER,
            List.of(Recordings.output(1, "one")),
            List.of(Recordings.output(2, "two")),
            List.of(Recordings.exit(3, 0)));

    private RecordingStore store;

    @BeforeEach
    void open() {
        store = new RecordingStore(directory);
    }

    private void put(int index) {
        store.put(SESSION, index, List.of(chunks.get(index)), index == 2);
    }

    @Test
    void chunks_are_kept_in_order_and_come_back() {
        // When
        put(0);
        int afterOne = store.durableChunks(SESSION);
        put(1);
        put(2);

        // Then
        assertThat(afterOne).isEqualTo(1);
        assertThat(store.summary(SESSION)).hasValueSatisfying(summary -> {
            assertThat(summary.state()).isEqualTo(RecordingState.COMPLETE);
            assertThat(summary.chunks()).isEqualTo(3);
            assertThat(summary.bytes())
                    .isEqualTo(chunks.stream().mapToLong(chunk -> chunk.length).sum());
        });
        try (RecordingChunks stored = store.read(SESSION)) {
            assertThat(stored)
                    .toIterable()
                    .usingElementComparator(java.util.Arrays::compare)
                    .isEqualTo(chunks);
        }
    }

    @Test
    void reading_begins_at_any_chunk_and_goes_on_when_there_are_more() {
        // Given
        put(0);
        put(1);
        assertThat(rest(1)).containsExactly(1);
        assertThat(rest(2)).isEmpty();

        // When
        put(2);

        // Then
        assertThat(rest(2)).containsExactly(2);
        assertThat(rest(0)).containsExactly(0, 1, 2);
        assertThat(rest(3)).isEmpty();
        assertThat(List.of(store.chunkAt(SESSION, 0), store.chunkAt(SESSION, 2), store.chunkAt(SESSION, 99)))
                .containsExactly(0, 1, 2);
    }

    @Test
    void a_table_of_chunks_that_is_not_this_recordings_is_made_anew() throws IOException {
        // Given
        put(0);
        put(1);
        Path table = FileShelf.beside(directory, java.util.UUID.fromString(SESSION), ".chunks");

        for (int bytes : new int[] {7, 16, 160}) {
            // When
            Files.write(table, new byte[bytes]);

            // Then
            assertThat(rest(1)).containsExactly(1);
        }
    }

    private List<Integer> rest(int from) {
        try (RecordingChunks stored = store.read(SESSION, from)) {
            List<Integer> indexes = new java.util.ArrayList<>();
            stored.forEachRemaining(chunk -> {
                for (int i = 0; i < chunks.size(); i++) {
                    if (java.util.Arrays.equals(chunks.get(i), chunk)) {
                        indexes.add(i);
                    }
                }
            });
            return indexes;
        }
    }

    @Test
    void the_same_chunk_again_is_fine_and_another_at_its_place_is_not() {
        // Given
        put(0);
        put(1);
        List<byte[]> others = Recordings.pack(
                HEADER, List.of(Recordings.output(1, "one")), List.of(Recordings.output(2, "something else")));

        // When
        put(0);
        put(1);

        // Then
        assertFails(FailureCode.CONFLICT, () -> store.put(SESSION, 1, List.of(others.get(1)), false));
        assertThat(store.durableChunks(SESSION)).isEqualTo(2);
    }

    @Test
    void several_chunks_are_stored_at_once_and_those_that_are_there_already_are_passed_over() {
        // Given
        put(0);

        // When
        store.put(SESSION, 0, chunks, true);

        // Then
        assertThat(store.summary(SESSION))
                .hasValueSatisfying(summary -> assertThat(summary.state()).isEqualTo(RecordingState.COMPLETE));
    }

    @Test
    void of_several_chunks_none_is_stored_where_one_is_wrong() {
        // When
        assertFails(
                FailureCode.INVALID,
                () -> store.put(SESSION, 0, List.of(chunks.get(0), chunks.get(1), chunks.get(1)), true));

        // Then
        assertThat(store.durableChunks(SESSION)).isZero();
        store.put(SESSION, 0, chunks, true);
        assertThat(store.durableChunks(SESSION)).isEqualTo(3);
    }

    @Test
    void what_is_not_the_next_chunk_is_refused() {
        // Given
        put(0);
        List<byte[]> others =
                Recordings.pack(HEADER, List.of(Recordings.output(1, "other")), List.of(Recordings.output(2, "two")));

        // Then
        assertFails(FailureCode.INVALID, () -> put(2));
        assertFails(FailureCode.INVALID, () -> store.put(SESSION, 1, List.of(chunks.get(2)), true));
        assertFails(FailureCode.INVALID, () -> store.put(SESSION, 1, List.of(chunks.get(1)), true));
        assertFails(FailureCode.INVALID, () -> store.put(SESSION, 1, List.of(others.get(1)), false));
        assertFails(FailureCode.INVALID, () -> store.put(SESSION, 1, List.of(new byte[0]), false));
        assertFails(FailureCode.INVALID, () -> store.put(SESSION, 1, List.of(new byte[1 << 20]), false));
        assertFails(FailureCode.INVALID, () -> store.put(SESSION, -1, List.of(chunks.get(1)), false));
        assertFails(
                FailureCode.INVALID, () -> store.put(UUID.randomUUID().toString(), 0, List.of(chunks.get(0)), false));
        assertThat(store.durableChunks(SESSION)).isEqualTo(1);
    }

    @Test
    void nothing_follows_the_end() {
        // Given
        put(0);
        put(1);
        put(2);

        // Then
        assertFails(FailureCode.INVALID, () -> store.put(SESSION, 3, List.of(chunks.get(1)), false));
    }

    @Test
    void a_session_id_is_a_uuid_and_no_path() {
        for (String id : List.of(
                "../../etc/passwd", "", "1-1-1-1-1", SESSION.toUpperCase(java.util.Locale.ROOT), SESSION + "/..")) {
            assertFails(FailureCode.INVALID, () -> store.put(id, 0, List.of(chunks.get(0)), false));
            assertFails(FailureCode.INVALID, () -> store.read(id));
        }
    }

    @Test
    void a_restart_goes_on_where_it_was_and_cuts_off_what_is_torn() throws IOException {
        // Given
        put(0);
        put(1);
        Path file = directory.resolve("02").resolve(SESSION + ".rec");
        Files.write(file, java.util.Arrays.copyOf(chunks.get(2), 50), StandardOpenOption.APPEND);

        // When
        store = new RecordingStore(directory);

        // Then
        assertThat(store.durableChunks(SESSION)).isEqualTo(2);
        put(2);
        assertThat(store.summary(SESSION).orElseThrow().state()).isEqualTo(RecordingState.COMPLETE);
    }

    @Test
    void a_damaged_recording_says_so_and_is_left_as_it_is() throws IOException {
        // Given
        put(0);
        put(1);
        Path file = directory.resolve("02").resolve(SESSION + ".rec");
        byte[] bytes = Files.readAllBytes(file);
        bytes[100] ^= 1;
        Files.write(file, bytes);

        // When
        store = new RecordingStore(directory);

        // Then
        assertThatThrownBy(() -> store.durableChunks(SESSION))
                .hasMessageContaining(file.toString())
                .hasMessageContaining("damaged");
        assertThat(file).hasBinaryContent(bytes);
    }

    @Test
    void an_unknown_session_has_nothing() {
        assertThat(store.durableChunks(SESSION)).isZero();
        assertThat(store.summary(SESSION)).isEmpty();
        assertFails(FailureCode.NOT_FOUND, () -> store.read(SESSION));
    }

    @Test
    void a_recording_has_a_largest_size() {
        // Given
        store = new RecordingStore(directory, chunks.get(0).length + 10);
        put(0);

        // Then
        assertFails(FailureCode.INVALID, () -> put(1));
    }

    @Test
    void a_removed_recording_is_gone() {
        // Given
        put(0);

        // When
        store.remove(SESSION);

        // Then
        assertThat(store.durableChunks(SESSION)).isZero();
    }

    private static void assertFails(FailureCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo(code));
    }
}
