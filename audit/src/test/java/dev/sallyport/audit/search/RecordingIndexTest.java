package dev.sallyport.audit.search;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.audit.recording.RecordingEntry;
import dev.sallyport.audit.recording.RecordingHeader;
import dev.sallyport.audit.recording.RecordingReader;
import dev.sallyport.audit.recording.Recordings;
import dev.sallyport.model.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was shown and typed is found again, with its time. */
final class RecordingIndexTest {

    private static final UUID SESSION = UUID.fromString("019b7a00-2222-7000-8000-000000000002");
    private static final long SECOND = 1_000_000;

    @TempDir
    Path folder;

    /** Turns bits round and checks the place, as a real one does. */
    private static final class Mirror implements IndexSeal {
        @Override
        public byte[] seal(byte[] plain, String place) {
            byte[] name = place.getBytes(UTF_8);
            byte[] sealed = new byte[name.length + 1 + plain.length];
            System.arraycopy(name, 0, sealed, 0, name.length);
            for (int i = 0; i < plain.length; i++) {
                sealed[name.length + 1 + i] = (byte) ~plain[i];
            }
            return sealed;
        }

        @Override
        public byte[] open(byte[] sealed, String place) {
            int name = place.getBytes(UTF_8).length;
            if (!new String(sealed, 0, name, UTF_8).equals(place) || sealed[name] != 0) {
                throw new IllegalStateException("opened at " + place);
            }
            byte[] plain = new byte[sealed.length - name - 1];
            for (int i = 0; i < plain.length; i++) {
                plain[i] = (byte) ~sealed[name + 1 + i];
            }
            return plain;
        }
    }

    private RecordingIndex index(RecordingHeader header, List<RecordingEntry> entries) throws IOException {
        Path file = folder.resolve("x.index");
        RecordingIndexer.index(new RecordingReader(Recordings.chunks(header, entries)), file, new Mirror());
        return RecordingIndex.open(file, SESSION, new Mirror()).orElseThrow();
    }

    private static List<String> find(RecordingIndex index, String text) throws IOException {
        return index.find(new TextQuery(text), 100).stream()
                .map(line -> line.micros() / SECOND + " " + line.kind() + " " + line.text())
                .toList();
    }

    private static RecordingEntry typed(long micros, String text) {
        return new RecordingEntry.Data(micros, RecordingEntry.Stream.INPUT, text.getBytes(UTF_8));
    }

    @Test
    void lines_are_found_whatever_their_case_and_only_where_they_are() throws IOException {
        // Given
        List<RecordingEntry> entries = List.of(
                Recordings.output(SECOND, "$ rm \u001B[31m-RF\u001B[0m /srv/data\r\n"),
                typed(3 * SECOND, "secret-wrd\u007F\u007Ford\r"),
                Recordings.output(9 * SECOND, "$ "),
                Recordings.exit(10 * SECOND, 0));

        // When
        try (RecordingIndex index = index(Recordings.header(SESSION), entries)) {

            // Then
            assertThat(find(index, "rm -rf")).containsExactly("1 SHOWN $ rm -RF /srv/data");
            assertThat(find(index, "SECRET-WORD")).containsExactly("3 TYPED secret-word");
            assertThat(find(index, "nothing like it")).isEmpty();
            assertThat(index.mayHold(new TextQuery("nothing like it"))).isFalse();
        }
    }

    @Test
    void a_command_without_a_terminal_is_found_with_its_output() throws IOException {
        // Given
        RecordingHeader header = new RecordingHeader(
                SESSION, "alice", "www", "id", "web-1", "exec", "cat /etc/passwd", "", Instant.EPOCH, 0, 0);

        // When
        try (RecordingIndex index = index(
                header,
                List.of(
                        Recordings.output(SECOND, "root:x:0:0\nwww-da"),
                        new RecordingEntry.Data(SECOND, RecordingEntry.Stream.STDERR, "cat: no\n".getBytes(UTF_8)),
                        Recordings.output(2 * SECOND, "ta:x:33:33"),
                        Recordings.exit(3 * SECOND, 1)))) {

            // Then
            assertThat(find(index, "/etc/passwd")).containsExactly("0 COMMAND cat /etc/passwd");
            assertThat(find(index, "www-data:x")).containsExactly("3 SHOWN www-data:x:33:33");
            assertThat(find(index, "cat: no")).hasSize(1);
        }
    }

    @Test
    void hostile_output_is_indexed_and_what_is_readable_in_it_is_found() throws IOException {
        // Given
        Random random = new Random(5);
        List<RecordingEntry> entries = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            byte[] noise = new byte[3000];
            random.nextBytes(noise);
            entries.add(new RecordingEntry.Data(i * SECOND, RecordingEntry.Stream.OUTPUT, noise));
            entries.add(new RecordingEntry.Resize(i * SECOND, 10_000, 10_000));
        }
        entries.add(Recordings.output(40 * SECOND, "\u0018\u001B\\\u001B]52;c;\u0007\u001Bcneedle-in-it\r\n"));

        // When
        try (RecordingIndex index = index(Recordings.header(SESSION), entries)) {

            // Then
            assertThat(find(index, "needle-in-it")).containsExactly("40 SHOWN needle-in-it");
        }
    }

    @Test
    void text_and_file_stay_within_their_bounds_and_say_that_there_is_more() throws IOException {
        // Given
        RecordingHeader header =
                new RecordingHeader(SESSION, "alice", "www", "id", "web-1", "exec", "cat big", "", Instant.EPOCH, 0, 0);
        Random random = new Random(9);
        List<RecordingEntry> part = new ArrayList<>();
        List<List<RecordingEntry>> parts = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            StringBuilder text = new StringBuilder();
            while (text.length() < 60_000) {
                text.append(Long.toString(random.nextLong(), 36)).append('\n');
            }
            part = List.of(Recordings.output(i * SECOND, text.toString()));
            parts.add(part);
        }
        @SuppressWarnings({"unchecked", "rawtypes"})
        List<RecordingEntry>[] all = parts.toArray(new List[0]);
        Path file = folder.resolve("big.index");

        // When
        RecordingIndexer.index(new RecordingReader(Recordings.chunks(header, all)), file, new Mirror());

        // Then
        try (RecordingIndex index =
                RecordingIndex.open(file, SESSION, new Mirror()).orElseThrow()) {
            assertThat(index.isCut()).isTrue();
            assertThat(Files.size(file)).isLessThan(IndexWriter.MAX_TEXT + (1 << 20));
            assertThat(find(index, "cat big")).hasSize(1);
        }
    }

    @Test
    void an_index_that_was_changed_or_cut_is_refused() throws IOException {
        // Given
        index(Recordings.header(SESSION), List.of(Recordings.output(1, "text here")))
                .close();
        byte[] good = Files.readAllBytes(folder.resolve("x.index"));

        // When and then
        for (int length : new int[] {0, 10, 20, good.length - 1}) {
            Path cut = Files.write(folder.resolve("cut"), java.util.Arrays.copyOf(good, length));
            assertThatThrownBy(() -> RecordingIndex.open(cut, SESSION, new Mirror()))
                    .isInstanceOf(RuntimeException.class);
        }
        assertThatThrownBy(() -> new TextQuery("ab")).isInstanceOf(Failure.class);
    }

    @Test
    void a_picture_is_there_for_a_time_in_a_long_session() throws IOException {
        // Given: 4 MB on a terminal, a chunk for each 50 kB
        List<List<RecordingEntry>> parts = new ArrayList<>();
        for (int i = 0; i < 80; i++) {
            parts.add(List.of(Recordings.output(i * SECOND, ("line " + i + "\r\n").repeat(5_000))));
        }
        @SuppressWarnings({"unchecked", "rawtypes"})
        List<RecordingEntry>[] all = parts.toArray(new List[0]);
        Path file = folder.resolve("long.index");

        // When
        RecordingIndexer.index(
                new RecordingReader(Recordings.chunks(Recordings.header(SESSION), all)), file, new Mirror());

        // Then
        try (RecordingIndex index =
                RecordingIndex.open(file, SESSION, new Mirror()).orElseThrow()) {
            assertThat(index.picture(SECOND)).isEmpty();
            RecordingIndex.Picture picture = index.picture(70 * SECOND).orElseThrow();
            assertThat(picture.micros()).isBetween(40 * SECOND, 70 * SECOND);
            assertThat(picture.output()).contains("line " + (picture.chunk() - 1));
        }
    }
}
