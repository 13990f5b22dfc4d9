package dev.sallyport.audit.recording;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.testing.process.ChildJvm;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A recording holds what passed, whatever happens to the process or the disk. */
@Timeout(60)
final class RecordingWriterTest {

    private static final UUID SESSION = UUID.fromString("019b7a00-2222-7000-8000-000000000002");

    @TempDir
    Path directory;

    private final TestClock clock = new TestClock();
    private final List<Failure> failures = new ArrayList<>();
    private final ConcurrentLinkedQueue<RecordingSummary> sealed = new ConcurrentLinkedQueue<>();

    private RecordingSpool spool(SpoolSettings settings) {
        RecordingSpool spool = RecordingSpool.manual(directory, settings, clock, Runnable::run);
        spool.onChunk(sealed::add);
        return spool;
    }

    private RecordingWriter start(RecordingSpool spool) {
        return spool.start(Recordings.header(SESSION), RecordingMode.STRICT, failures::add);
    }

    private static void output(RecordingWriter writer, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        writer.output(bytes, 0, bytes.length);
    }

    private RecordingReader read() {
        return new RecordingReader(RecordingChunks.of(directory.resolve(SESSION + ".rec")));
    }

    @Test
    void what_passed_is_there_with_its_times() {
        // Given
        try (RecordingSpool spool = spool(SpoolSettings.DEFAULT);
                RecordingWriter writer = start(spool)) {

            // When
            output(writer, "$ ");
            clock.advance(Duration.ofMillis(5));
            writer.input("ls\r".getBytes(UTF_8), 0, 3);
            writer.resize(100, 30);
            clock.advance(Duration.ofMillis(5));
            writer.stderr("xoopsx".getBytes(UTF_8), 1, 4);
            RecordingSummary summary = writer.end(new RecordingEnd.Exited(2));

            // Then
            assertThat(summary.state()).isEqualTo(RecordingState.COMPLETE);
            assertThat(summary.chunks()).isEqualTo(1);
        }
        RecordingReader reader = read();
        assertThat(reader.header()).isEqualTo(Recordings.header(SESSION));
        assertThat(Recordings.describe(reader))
                .containsExactly(
                        "0 OUTPUT $ ",
                        "5000 INPUT ls\r",
                        "5000 RESIZE 100x30",
                        "10000 STDERR oops",
                        "10000 END Exited[code=2]");
        assertThat(reader.state()).isEqualTo(RecordingState.COMPLETE);
    }

    @Test
    void old_entries_are_packed_for_the_uploader_and_new_ones_wait() {
        // Given
        try (RecordingSpool spool = spool(SpoolSettings.DEFAULT);
                RecordingWriter writer = start(spool)) {
            output(writer, "a");

            // When
            clock.advance(Duration.ofMillis(1900));
            spool.tick();
            int early = sealed.size();
            clock.advance(Duration.ofMillis(100));
            spool.tick();

            // Then
            assertThat(early).isZero();
            assertThat(sealed)
                    .singleElement()
                    .satisfies(chunk -> assertThat(chunk.chunks()).isEqualTo(1));
            spool.tick();
            assertThat(sealed).hasSize(1);
        }
    }

    @Test
    void large_output_is_whole_and_in_chunks_of_bounded_size() throws Exception {
        // Given
        byte[] noise = new byte[3_000_000];
        new Random(1).nextBytes(noise);

        // When
        try (RecordingSpool spool = spool(SpoolSettings.DEFAULT);
                RecordingWriter writer = start(spool)) {
            for (int at = 0; at < noise.length; at += 31_337) {
                writer.output(noise, at, Math.min(31_337, noise.length - at));
            }
            writer.end(new RecordingEnd.Signaled("KILL"));
        }

        // Then
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        read().forEachRemaining(entry -> {
            if (entry instanceof RecordingEntry.Data data) {
                shown.writeBytes(data.bytes());
            }
        });
        assertThat(shown.toByteArray()).isEqualTo(noise);
        assertThat(sealed).hasSizeBetween(12, 14);
        try (RecordingChunks chunks = RecordingChunks.of(directory.resolve(SESSION + ".rec"))) {
            chunks.forEachRemaining(chunk -> assertThat(chunk.length).isLessThan(300_000));
        }
    }

    @Test
    void many_threads_record_at_once_and_back_pressure_loses_nothing() throws Exception {
        // Given
        int threads = 4;
        byte[] line = "x".repeat(999).getBytes(UTF_8);
        try (ExecutorService packing = Executors.newSingleThreadExecutor();
                RecordingSpool spool = RecordingSpool.manual(directory, SpoolSettings.DEFAULT, clock, packing);
                RecordingWriter writer = start(spool)) {

            // When
            try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
                for (int i = 0; i < threads; i++) {
                    executor.execute(() -> {
                        for (int n = 0; n < 2000; n++) {
                            writer.output(line, 0, line.length);
                        }
                    });
                }
            }
            writer.end(new RecordingEnd.Exited(0));
        }

        // Then
        long[] bytes = {0};
        read().forEachRemaining(
                        entry -> bytes[0] += entry instanceof RecordingEntry.Data data ? data.bytes().length : 0);
        assertThat(bytes[0]).isEqualTo(4L * 2000 * 999);
    }

    @Test
    void after_its_end_a_recording_takes_nothing() {
        try (RecordingSpool spool = spool(SpoolSettings.DEFAULT);
                RecordingWriter writer = start(spool)) {
            writer.end(new RecordingEnd.Exited(0));
            assertThatThrownBy(() -> output(writer, "late"))
                    .isInstanceOfSatisfying(
                            Failure.class, late -> assertThat(late.code()).isEqualTo(FailureCode.CONFLICT));
            assertThat(writer.end(new RecordingEnd.Exited(1)).state()).isEqualTo(RecordingState.COMPLETE);
        }
    }

    @Test
    void closing_without_an_end_is_an_end_cut_short() {
        // When
        try (RecordingSpool spool = spool(SpoolSettings.DEFAULT)) {
            output(start(spool), "working");
        }

        // Then
        RecordingReader reader = read();
        assertThat(Recordings.describe(reader).getLast()).contains("CutShort");
        assertThat(reader.state()).isEqualTo(RecordingState.CUT_SHORT);
    }

    @Test
    void a_strict_session_hears_of_a_full_spool_and_cannot_go_on() {
        // Given
        byte[] noise = new byte[200_000];
        new Random(1).nextBytes(noise);
        try (RecordingSpool spool =
                        spool(new SpoolSettings(Duration.ofSeconds(2), Duration.ofMillis(500), 500_000, 1));
                RecordingWriter writer = start(spool)) {

            // When
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 20; i++) {
                            writer.output(noise, 0, noise.length);
                        }
                    })

                    // Then
                    .isInstanceOfSatisfying(
                            Failure.class, full -> assertThat(full.code()).isEqualTo(FailureCode.EXHAUSTED));
            assertThat(failures).hasSize(1);
            assertThatThrownBy(() -> writer.resize(1, 1)).isInstanceOf(Failure.class);
            assertThatThrownBy(() -> writer.end(new RecordingEnd.Exited(0))).isInstanceOf(Failure.class);
        }
    }

    @Test
    void a_best_effort_session_goes_on_and_the_failure_is_told_once() {
        // Given
        byte[] noise = new byte[200_000];
        new Random(1).nextBytes(noise);
        try (RecordingSpool spool =
                        spool(new SpoolSettings(Duration.ofSeconds(2), Duration.ofMillis(500), 500_000, 1));
                RecordingWriter writer =
                        spool.start(Recordings.header(SESSION), RecordingMode.BEST_EFFORT, failures::add)) {

            // When
            for (int i = 0; i < 20; i++) {
                writer.output(noise, 0, noise.length);
            }
            writer.end(new RecordingEnd.Exited(0));

            // Then
            assertThat(failures)
                    .singleElement()
                    .satisfies(full -> assertThat(full.code()).isEqualTo(FailureCode.EXHAUSTED));
            assertThat(writer.failure()).isPresent();
        }
    }

    @Test
    void a_recording_that_failed_is_ended_when_there_is_room_again() throws Exception {
        // Given
        byte[] noise = new byte[200_000];
        new Random(1).nextBytes(noise);
        try (RecordingSpool spool =
                spool(new SpoolSettings(Duration.ofSeconds(2), Duration.ofMillis(500), 500_000, 1))) {
            RecordingWriter writer = spool.start(Recordings.header(SESSION), RecordingMode.BEST_EFFORT, failures::add);
            for (int i = 0; i < 5; i++) {
                writer.output(noise, 0, noise.length);
            }

            // When
            boolean more = spool.tick();

            // Then
            assertThat(failures).hasSize(1);
            assertThat(more).isFalse();
            assertThat(sealed).last().satisfies(one -> assertThat(one.state()).isEqualTo(RecordingState.CUT_SHORT));
            assertThat(Recordings.describe(read()).getLast()).contains("CutShort");
        }
    }

    @Test
    void a_spool_that_is_full_begins_no_session() throws Exception {
        // Given
        Files.write(directory.resolve("other"), new byte[1000]);

        // When
        try (RecordingSpool spool = spool(new SpoolSettings(Duration.ofSeconds(2), Duration.ofMillis(500), 999, 1))) {

            // Then
            assertThatThrownBy(() -> start(spool))
                    .isInstanceOfSatisfying(
                            Failure.class, full -> assertThat(full.code()).isEqualTo(FailureCode.EXHAUSTED));
        }
    }

    @Test
    void a_directory_that_cannot_be_written_begins_no_session() throws Exception {
        // Given: a directory where the file should be
        try (RecordingSpool spool = spool(SpoolSettings.DEFAULT)) {
            Files.createDirectory(directory.resolve(SESSION + ".tail"));

            // Then
            assertThatThrownBy(() -> start(spool))
                    .isInstanceOfSatisfying(
                            Failure.class, broken -> assertThat(broken.code()).isEqualTo(FailureCode.UNAVAILABLE));
        }
    }

    @Test
    void one_session_has_one_recording() {
        try (RecordingSpool spool = spool(SpoolSettings.DEFAULT);
                RecordingWriter writer = start(spool)) {
            assertThatThrownBy(() -> start(spool))
                    .isInstanceOfSatisfying(
                            Failure.class, twice -> assertThat(twice.code()).isEqualTo(FailureCode.CONFLICT));
            output(writer, "x");
        }
    }

    @Test
    void nobody_else_can_read_a_recording() throws IOException {
        try (RecordingSpool spool = spool(SpoolSettings.DEFAULT)) {
            start(spool).resize(1, 1);
            try (var files = Files.list(directory)) {
                assertThat(files)
                        .allSatisfy(
                                file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                                        .isEqualTo("rw-------"));
            }
        }
    }

    @Test
    void an_idle_recording_is_small() {
        // Given
        EntryBuffer buffer = new EntryBuffer(0);

        // When
        buffer.header(HeaderFields.of(Recordings.header(SESSION)));
        for (int i = 0; i < 50; i++) {
            buffer.data(i, EntryKind.OUTPUT, new byte[10], 0, 10);
        }

        // Then
        assertThat(buffer.array().length).isLessThanOrEqualTo(16 * 1024);
    }

    @Test
    void what_was_shown_before_kill_9_is_there_and_its_end_is_told() throws Exception {
        for (int round = 0; round < 3; round++) {
            // Given
            Path spoolDirectory = directory.resolve("round-" + round);
            String last;
            try (ChildJvm child = ChildJvm.start(RecordingChild.class, spoolDirectory.toString(), SESSION.toString())) {
                List<String> shown = new ArrayList<>(child.lines(5 + 20 * round));
                shown.addAll(child.killAndDrain());
                last = shown.getLast();
            }

            // When
            List<RecordingSummary> completed;
            try (RecordingSpool spool = RecordingSpool.open(spoolDirectory, SpoolSettings.DEFAULT, clock)) {
                completed = spool.recover();
            }

            // Then
            assertThat(completed)
                    .singleElement()
                    .satisfies(one -> assertThat(one.state()).isEqualTo(RecordingState.CUT_SHORT));
            Path file = spoolDirectory.resolve(SESSION + ".rec");
            List<String> entries = Recordings.describe(new RecordingReader(RecordingChunks.of(file)));
            assertThat(entries).anyMatch(entry -> entry.contains("line " + last + "\n"));
            assertThat(entries.getLast()).contains("CutShort");
        }
    }
}
