package dev.sallyport.agent.upload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.audit.event.AuditEvent;
import dev.sallyport.audit.event.EventIds;
import dev.sallyport.audit.event.EventSink;
import dev.sallyport.audit.event.EventSubject;
import dev.sallyport.audit.event.FlatEvent;
import dev.sallyport.audit.event.RecordingEvent;
import dev.sallyport.audit.recording.ChunkSink;
import dev.sallyport.audit.recording.Recipients;
import dev.sallyport.audit.recording.RecordingEnd;
import dev.sallyport.audit.recording.RecordingHeader;
import dev.sallyport.audit.recording.RecordingMode;
import dev.sallyport.audit.recording.RecordingWriter;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SpooledJournalTest {

    private final InstantSource clock = InstantSource.system();
    private final SecureRandom random = new SecureRandom();
    private final Auth auth = new Auth();

    @TempDir
    private Path folder;

    /** Auth as far as a journal sees it. */
    private static final class Auth implements EventSink, ChunkSink {
        private volatile boolean away;
        private final BlockingQueue<FlatEvent> events = new LinkedBlockingQueue<>();
        private final List<byte[]> chunks = new java.util.concurrent.CopyOnWriteArrayList<>();
        private final BlockingQueue<String> tried = new LinkedBlockingQueue<>();

        @Override
        public void deliver(List<FlatEvent> delivered) {
            beThere();
            events.addAll(delivered);
        }

        @Override
        public int durableChunks(String session) {
            beThere();
            return chunks.size();
        }

        @Override
        public void put(String session, int index, List<byte[]> sent, boolean last) {
            beThere();
            assertThat(index).isEqualTo(chunks.size());
            sent.forEach(data -> chunks.add(data.clone()));
        }

        private void beThere() {
            if (away) {
                tried.add("");
                throw Failure.of(FailureCode.UNAVAILABLE, "away");
            }
        }
    }

    @Test
    void whatWasWrittenWhileAuthWasAwayIsDeliveredAfterARestart() throws Exception {
        // Given
        auth.away = true;
        UUID session = UUID.randomUUID();
        AuditEvent event = event();
        try (SpooledJournal journal = open()) {
            journal.event(event);
            RecordingWriter writer = journal.record(header(session), RecordingMode.STRICT, _ -> {});
            byte[] said = "hello".getBytes(java.nio.charset.StandardCharsets.UTF_8);
            writer.output(said, 0, said.length);
            writer.end(new RecordingEnd.Exited(0));
            assertThat(auth.tried.poll(20, TimeUnit.SECONDS)).isNotNull();
            assertThat(journal.recordingsWaiting()).isEqualTo(1);
        }

        // When
        auth.away = false;
        try (SpooledJournal _ = open()) {
            // Then
            FlatEvent first = auth.events.poll(20, TimeUnit.SECONDS);
            FlatEvent second = auth.events.poll(20, TimeUnit.SECONDS);
            assertThat(List.of(first, second))
                    .extracting(FlatEvent::type)
                    .containsExactlyInAnyOrder("session.recording.failed", "session.recording.complete");
            assertThat(List.of(first, second)).contains(FlatEvent.of(event));
            assertThat(auth.chunks).isNotEmpty();
        }
    }

    @Test
    void aRecordingWithoutAnEndIsDeliveredAsCutShort() throws Exception {
        // Given
        UUID session = UUID.randomUUID();
        try (SpooledJournal journal = open()) {
            RecordingWriter _ = journal.record(header(session), RecordingMode.STRICT, _ -> {});
        }

        // When
        try (SpooledJournal _ = open()) {
            // Then
            FlatEvent told = auth.events.poll(20, TimeUnit.SECONDS);
            assertThat(told.type()).isEqualTo("session.recording.cut-short");
            assertThat(told.field("session")).isEqualTo(session.toString());
            assertThat(told.field("node_name")).isEqualTo("box");
        }
    }

    private SpooledJournal open() {
        return SpooledJournal.open(folder, new Host("id", "box"), auth, auth, Recipients.everybody(), clock, random);
    }

    private AuditEvent event() {
        return new RecordingEvent.Failed(new EventIds(clock, random).head(EventSubject.NONE), "disk");
    }

    private static RecordingHeader header(UUID session) {
        return new RecordingHeader(session, "ada", "ada", "id", "box", "exec", "true", "", Instant.now(), 0, 0);
    }
}
