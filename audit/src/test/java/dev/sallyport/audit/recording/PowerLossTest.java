package dev.sallyport.audit.recording;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.audit.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The loss of power at any moment costs less than a second of a recording. The plug is a disk that keeps what was forced. */
final class PowerLossTest implements Disk {

    private static final UUID SESSION = UUID.fromString("019b7a00-2222-7000-8000-000000000003");
    private static final Duration TICK = Duration.ofMillis(100);
    private static final int TICKS_OF_A_SECOND = 10;

    @TempDir
    Path directory;

    private final TestClock clock = new TestClock();
    private byte[] recording = {};
    private byte[] tail = {};

    @Test
    void a_quiet_session_loses_less_than_a_second() throws IOException {
        losesLessThanASecond("a line\n");
    }

    @Test
    void a_session_that_says_much_loses_less_than_a_second() throws IOException {
        losesLessThanASecond("x".repeat(300_000) + "\n");
    }

    private void losesLessThanASecond(String line) throws IOException {
        Path running = directory.resolve("running");
        try (RecordingSpool spool = RecordingSpool.manual(running, SpoolSettings.DEFAULT, clock, Runnable::run, this)) {
            RecordingWriter writer = spool.start(Recordings.header(SESSION), RecordingMode.STRICT, _ -> {});
            for (int written = 1; written <= 60; written++) {
                // Given
                byte[] bytes = line.getBytes(UTF_8);
                writer.output(bytes, 0, bytes.length);
                clock.advance(TICK);
                spool.tick();

                // When
                long survived = linesAfterPowerLoss(directory.resolve("after-" + written));

                // Then
                assertThat(survived)
                        .as("lines of %s", written)
                        .isGreaterThan(written - TICKS_OF_A_SECOND)
                        .isLessThanOrEqualTo(written);
            }
        }
    }

    private long linesAfterPowerLoss(Path after) throws IOException {
        Files.createDirectories(after);
        Files.write(after.resolve(SESSION + ".rec"), recording);
        Files.write(after.resolve(SESSION + ".tail"), tail);
        try (RecordingSpool spool = RecordingSpool.manual(after, SpoolSettings.DEFAULT, clock, Runnable::run)) {
            if (spool.recover().isEmpty()) {
                return 0;
            }
        }
        List<String> text = new ArrayList<>();
        new RecordingReader(RecordingChunks.of(after.resolve(SESSION + ".rec"))).forEachRemaining(entry -> {
            if (entry instanceof RecordingEntry.Data data) {
                text.add(new String(data.bytes(), UTF_8));
            }
        });
        remove(after);
        return String.join("", text).chars().filter(c -> c == '\n').count();
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    @Override
    public void force(FileChannel file) throws IOException {
        if (Files.isDirectory(directory.resolve("running")) && file.size() > 0 && isFile(file)) {
            byte[] all = content(file);
            boolean chunks = all.length > 8 && new String(all, 0, 8, UTF_8).equals("SALLYREC");
            if (chunks) {
                recording = all;
            } else {
                tail = all;
            }
        }
    }

    private static boolean isFile(FileChannel file) {
        try {
            return file.read(ByteBuffer.allocate(1), 0) >= 0;
        } catch (IOException directory) {
            return false;
        }
    }

    private static byte[] content(FileChannel file) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(file.size()));
        while (bytes.hasRemaining() && file.read(bytes, bytes.position()) >= 0) {
            // until all of it is there
        }
        return bytes.array();
    }
}
