package dev.sallyport.audit.recording;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an agent left behind is completed by the next one, from whatever state the files are in. */
final class OrphanCompletionTest {

    private static final UUID SESSION = UUID.fromString("019b7a00-2222-7000-8000-000000000002");

    @TempDir
    Path directory;

    private final TestClock clock = new TestClock();
    private Path recording;
    private Path tail;

    @BeforeEach
    void leaveAnOrphan() {
        recording = directory.resolve(SESSION + ".rec");
        tail = directory.resolve(SESSION + ".tail");
        // Two packed chunks, and a tail; nobody closes this.
        RecordingSpool spool = RecordingSpool.manual(directory, SpoolSettings.DEFAULT, clock, Runnable::run);
        RecordingWriter writer = spool.start(Recordings.header(SESSION), RecordingMode.STRICT, _ -> {});
        for (String text : List.of("one", "two", "three")) {
            writer.output(text.getBytes(UTF_8), 0, text.length());
            clock.advance(Duration.ofSeconds(text.equals("three") ? 1 : 3));
            spool.tick();
        }
    }

    private List<RecordingSummary> recover() {
        try (RecordingSpool spool = RecordingSpool.manual(directory, SpoolSettings.DEFAULT, clock, Runnable::run)) {
            return spool.recover();
        }
    }

    private List<String> entries() {
        return Recordings.describe(new RecordingReader(RecordingChunks.of(recording)));
    }

    @Test
    void the_tail_becomes_the_last_chunk() {
        // When
        List<RecordingSummary> completed = recover();

        // Then
        assertThat(completed).singleElement().satisfies(one -> {
            assertThat(one.state()).isEqualTo(RecordingState.CUT_SHORT);
            assertThat(one.chunks()).isEqualTo(3);
        });
        assertThat(entries())
                .containsExactly(
                        "0 OUTPUT one",
                        "3000000 OUTPUT two",
                        "6000000 OUTPUT three",
                        "6000000 END CutShort[reason=the agent went away before the session's end]");
        assertThat(tail).doesNotExist();
        assertThat(recover()).isEmpty();
    }

    @Test
    void a_torn_chunk_and_a_torn_tail_are_cut_off() throws IOException {
        // Given
        cutOff(tail, 2);
        byte[] torn = Arrays.copyOf(Files.readAllBytes(recording), 100);
        Files.write(recording, torn, StandardOpenOption.APPEND);

        // When
        recover();

        // Then
        assertThat(entries()).hasSize(3).startsWith("0 OUTPUT one", "3000000 OUTPUT two");
    }

    @Test
    void room_that_was_never_written_is_cut_off() throws IOException {
        // Given
        Files.write(recording, new byte[5000], StandardOpenOption.APPEND);

        // When
        recover();

        // Then
        assertThat(entries()).hasSize(4);
    }

    @Test
    void a_tail_whose_chunk_was_packed_already_is_ignored() throws IOException {
        // Given
        recover();
        byte[] complete = Files.readAllBytes(recording);
        Files.write(tail, new byte[0]);
        try (TailFile old = new TailFile(tail, SESSION)) {
            old.append(1, 0, new byte[] {0, EntryKind.OUTPUT, 1, 'x'});
        }

        // When
        List<RecordingSummary> completed = recover();

        // Then
        assertThat(completed).isEmpty();
        assertThat(Files.readAllBytes(recording)).isEqualTo(complete);
    }

    @Test
    void a_damaged_chunk_in_the_middle_ends_the_recording_there_and_the_file_is_kept() throws IOException {
        // Given
        byte[] bytes = Files.readAllBytes(recording);
        bytes[ChunkHeader.BYTES + 10] ^= 1;
        Files.write(recording, bytes);

        // When
        List<RecordingSummary> completed = recover();

        // Then: not even the header is left, so there is nothing to upload
        assertThat(completed).isEmpty();
        assertThat(directory.resolve(SESSION + ".damaged")).hasBinaryContent(bytes);
        assertThat(recording).doesNotExist();
    }

    @Test
    void what_comes_before_the_damage_is_kept() throws IOException {
        // Given
        byte[] bytes = Files.readAllBytes(recording);
        int second = ChunkHeader.read(java.nio.ByteBuffer.wrap(bytes)).chunkLength();
        bytes[second + 3] ^= 1;
        Files.write(recording, bytes);

        // When
        recover();

        // Then
        assertThat(entries()).containsExactly("0 OUTPUT one", "0 END CutShort[reason=the agent's spool was damaged]");
        assertThat(directory.resolve(SESSION + ".damaged")).exists();
    }

    @Test
    void a_recording_that_never_began_is_removed() throws IOException {
        // Given
        Files.write(recording, new byte[0]);
        Files.write(tail, new byte[] {1, 2, 3});

        // When
        List<RecordingSummary> completed = recover();

        // Then
        assertThat(completed).isEmpty();
        assertThat(recording).doesNotExist();
        assertThat(tail).doesNotExist();
    }

    private static void cutOff(Path file, int bytes) throws IOException {
        byte[] all = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(all, all.length - bytes));
    }
}
