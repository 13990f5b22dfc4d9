package dev.sallyport.audit.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.audit.Disk;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.testing.process.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Nothing that was appended is lost, whatever happens to the process, the file or auth. */
@Timeout(60)
final class EventSpoolTest implements EventSpoolListener {

    @TempDir
    Path directory;

    private final RecordingSink sink = new RecordingSink();
    private final List<String> told = new ArrayList<>();

    private EventSpool spool() {
        return spool(EventSpool.DEFAULT_MAX_BYTES);
    }

    private EventSpool spool(long maxBytes) {
        return new EventSpool(directory, maxBytes, sink, this, Disk.REAL);
    }

    private static List<String> ids(int count) {
        return Samples.logins(count).stream().map(FlatEvent::id).toList();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    @Test
    void events_are_delivered_in_order_and_then_gone() throws Exception {
        // Given
        try (EventSpool spool = spool()) {
            Samples.logins(100).forEach(spool::append);

            // When
            spool.deliver();
            spool.append(Samples.login(100));
            spool.deliver();
        }

        // Then
        assertThat(sink.delivered).isEqualTo(ids(101));
        assertThat(files()).isEmpty();
    }

    @Test
    void what_auth_did_not_acknowledge_is_kept_and_delivered_later() {
        // Given
        try (EventSpool spool = spool()) {
            Samples.logins(3).forEach(spool::append);
            sink.away = true;

            // When
            assertThatThrownBy(spool::deliver).hasMessage("auth is away");
            sink.away = false;
            spool.deliver();
        }

        // Then
        assertThat(sink.delivered).isEqualTo(ids(3));
    }

    @Test
    void a_restart_goes_on() {
        // Given
        try (EventSpool before = spool()) {
            Samples.logins(3).forEach(before::append);
        }

        // When
        try (EventSpool after = spool()) {
            after.append(Samples.login(3));
            after.deliver();
        }

        // Then
        assertThat(sink.delivered).isEqualTo(ids(4));
    }

    @Test
    void a_torn_last_line_costs_that_line_only() throws Exception {
        // Given
        try (EventSpool before = spool()) {
            Samples.logins(3).forEach(before::append);
        }
        Path file = files().getFirst();
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(whole, whole.length - 5));

        // When
        try (EventSpool after = spool()) {
            after.append(Samples.login(3));
            after.deliver();
        }

        // Then
        assertThat(sink.delivered).containsExactly(ids(4).get(0), ids(4).get(1), ids(4).get(3));
        assertThat(files()).isEmpty();
        assertThat(told).isEmpty();
    }

    @Test
    void a_damaged_file_is_kept_for_somebody_to_look_at() throws Exception {
        // Given
        try (EventSpool before = spool()) {
            Samples.logins(3).forEach(before::append);
        }
        Path file = files().getFirst();
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes, StandardOpenOption.TRUNCATE_EXISTING);

        // When
        try (EventSpool after = spool()) {
            after.append(Samples.login(3));
            after.deliver();
        }

        // Then
        assertThat(sink.delivered).containsExactly(ids(4).get(0), ids(4).get(3));
        assertThat(told).containsExactly("damaged damaged-" + file.getFileName());
        assertThat(files()).hasSize(1);
    }

    @Test
    void a_full_spool_refuses_and_takes_again_when_there_is_room() {
        // Given
        try (EventSpool spool = spool(2000)) {
            sink.away = true;

            // When
            assertThatThrownBy(() -> Samples.logins(100).forEach(spool::append))
                    .isInstanceOfSatisfying(
                            Failure.class, full -> assertThat(full.code()).isEqualTo(FailureCode.EXHAUSTED));
            sink.away = false;
            spool.deliver();

            // Then
            spool.append(Samples.login(200));
            spool.deliver();
            assertThat(sink.delivered)
                    .hasSizeBetween(3, 20)
                    .endsWith(Samples.login(200).id());
        }
    }

    @Test
    void an_event_that_auth_calls_malformed_does_not_hold_up_the_others() throws Exception {
        // Given
        try (EventSpool spool = spool()) {
            Samples.logins(5).forEach(spool::append);
            sink.poison.add(ids(5).get(2));

            // When
            spool.deliver();
        }

        // Then
        assertThat(sink.delivered).hasSize(4).doesNotContain(ids(5).get(2));
        assertThat(told).containsExactly("refused " + ids(5).get(2));
        assertThat(directory.resolve("refused")).isNotEmptyFile();
    }

    @Test
    void delivery_runs_by_itself() throws Exception {
        // Given
        CountDownLatch arrived = new CountDownLatch(10);
        EventSink counting = events -> events.forEach(_ -> arrived.countDown());

        // When
        try (EventSpool spool = EventSpool.open(directory, EventSpool.DEFAULT_MAX_BYTES, counting, this)) {
            Samples.logins(10).forEach(spool::append);

            // Then
            assertThat(arrived.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void large_spools_are_many_files_and_all_of_them_are_delivered() throws Exception {
        // Given
        try (EventSpool spool = spool()) {
            for (int i = 0; i < 2000; i++) {
                spool.append(new SessionEvent.Started(
                        Samples.head(i % 256), "exec", "x".repeat(4000), false, true, "access"));
            }

            // When
            assertThat(files()).hasSizeGreaterThan(5);
            spool.deliver();
        }

        // Then
        assertThat(sink.delivered).hasSize(2000);
        assertThat(files()).isEmpty();
    }

    @Test
    void what_was_appended_survives_kill_9() throws Exception {
        List<String> appended = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            // When
            try (ChildJvm child = ChildJvm.start(EventSpoolChild.class, directory.toString())) {
                appended.addAll(child.lines(200));
                appended.addAll(child.killAndDrain());
            }
        }

        // Then
        try (EventSpool spool = spool()) {
            spool.deliver();
        }
        assertThat(sink.delivered).containsAll(appended).doesNotHaveDuplicates();
        assertThat(told).isEmpty();
    }

    @Override
    public void delayed(Failure why, Duration pause) {
        told.add("delayed");
    }

    @Override
    public void refused(FlatEvent event, Failure why, Path refused) {
        told.add("refused " + event.id());
    }

    @Override
    public void damaged(Path file) {
        told.add("damaged " + file.getFileName());
    }
}
