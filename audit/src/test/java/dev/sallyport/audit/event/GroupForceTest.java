package dev.sallyport.audit.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.audit.Disk;
import dev.sallyport.model.Failure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An event that was acknowledged is on the disk, and many at once do not wait for the disk one after the other. */
@Timeout(60)
final class GroupForceTest implements EventSpoolListener {

    @TempDir
    Path directory;

    private final RecordingSink sink = new RecordingSink();

    private EventSpool spool(Disk disk) {
        return new EventSpool(directory, EventSpool.DEFAULT_MAX_BYTES, sink, this, disk);
    }

    private long written() {
        try (Stream<Path> files = Files.list(directory)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void an_event_that_was_taken_is_forced() {
        // Given
        AtomicLong forced = new AtomicLong();
        try (EventSpool spool = spool(file -> forced.set(isDirectory(file) ? forced.get() : file.size()))) {
            for (FlatEvent event : Samples.logins(5)) {
                // When
                spool.append(event);

                // Then
                assertThat(forced).hasValue(written());
            }
        }
    }

    @Test
    void events_that_come_together_share_a_force() throws Exception {
        // Given: a disk whose first force of events takes until all of them are written
        List<FlatEvent> events = Samples.logins(50);
        long all = 0;
        for (FlatEvent event : events) {
            all += EventFrames.write(event).remaining();
        }
        long everything = all;
        AtomicInteger forces = new AtomicInteger();
        Disk slow = file -> {
            if (!isDirectory(file) && forces.incrementAndGet() == 1) {
                while (written() < everything) {
                    Thread.onSpinWait();
                }
            }
        };
        try (EventSpool spool = spool(slow)) {
            // When
            List<Thread> callers = new ArrayList<>();
            events.forEach(event -> callers.add(Thread.ofPlatform().start(() -> spool.append(event))));
            for (Thread caller : callers) {
                caller.join();
            }

            // Then
            assertThat(forces).hasValueLessThanOrEqualTo(2);
        }
    }

    @Test
    void a_disk_that_fails_to_force_is_told_and_what_follows_goes_to_another_file() {
        // Given
        AtomicInteger forces = new AtomicInteger();
        Disk failing = file -> {
            if (!isDirectory(file) && forces.incrementAndGet() == 1) {
                throw new IOException("Input/output error");
            }
        };
        try (EventSpool spool = spool(failing)) {
            // When
            assertThatThrownBy(() -> spool.append(Samples.login(0)))
                    .isInstanceOf(Failure.class)
                    .hasMessageContaining("Input/output error");

            // Then
            spool.append(Samples.login(1));
            assertThat(directory.resolve("events-000000000002")).isNotEmptyFile();
        }
    }

    private static boolean isDirectory(FileChannel file) throws IOException {
        try {
            return file.read(java.nio.ByteBuffer.allocate(1), 0) < -1;
        } catch (java.nio.channels.NonReadableChannelException forAppending) {
            return false;
        } catch (IOException directory) {
            return true;
        }
    }

    @Override
    public void delayed(Failure failure, java.time.Duration pause) {}

    @Override
    public void refused(FlatEvent event, Failure failure, Path file) {}

    @Override
    public void damaged(Path file) {}
}
