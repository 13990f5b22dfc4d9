package dev.sallyport.audit.recording;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Recordings reach the store, whatever the way does to them. */
@Timeout(60)
final class UploaderTest implements UploadListener, ChunkSink {

    private static final UUID SESSION = UUID.fromString("019b7a00-2222-7000-8000-000000000002");

    @TempDir
    Path directory;

    private final TestClock clock = new TestClock();
    private final List<String> told = new ArrayList<>();
    private final List<Duration> pauses = new ArrayList<>();
    private final CountDownLatch anUpload = new CountDownLatch(1);
    private RecordingSpool spool;
    private RecordingStore store;
    private int calls;
    private Runnable duringCalls = () -> {};
    private int answersToLose;
    private int callsToRefuse;
    private FailureCode refusal = FailureCode.UNAVAILABLE;

    @BeforeEach
    void open() {
        spool = RecordingSpool.manual(directory.resolve("spool"), SpoolSettings.DEFAULT, clock, Runnable::run);
        store = new RecordingStore(directory.resolve("store"));
    }

    @AfterEach
    void close() {
        spool.close();
    }

    private Uploader uploader() {
        return new Uploader(spool, this, this, clock, new Random(1));
    }

    private RecordingWriter record(String... texts) {
        RecordingWriter writer = spool.start(Recordings.header(SESSION), RecordingMode.STRICT, _ -> {});
        for (String text : texts) {
            writer.output(text.getBytes(UTF_8), 0, text.length());
            clock.advance(Duration.ofSeconds(2));
            spool.tick();
        }
        return writer;
    }

    private RecordingSummary stored() {
        return store.summary(SESSION.toString()).orElseThrow();
    }

    @Test
    void a_recording_is_uploaded_while_it_grows_and_leaves_the_spool_at_its_end() {
        // Given
        try (Uploader uploader = uploader()) {
            RecordingWriter writer = record("one");
            uploader.runDue();
            int early = stored().chunks();

            // When
            RecordingSummary written = writer.end(new RecordingEnd.Exited(0));
            uploader.runDue();

            // Then
            assertThat(early).isEqualTo(1);
            assertThat(stored()).isEqualTo(written);
            assertThat(told).containsExactly("uploaded COMPLETE");
            assertThat(spool.sessions()).isEmpty();
        }
    }

    @Test
    void a_growing_recording_goes_up_once_a_second_in_one_piece_and_at_once_when_it_ends() {
        // Given
        try (Uploader uploader = uploader()) {
            RecordingWriter writer = record("first");
            uploader.runDue();
            writer.output(new byte[2 << 20], 0, 2 << 20);

            // When
            uploader.runDue();
            int atOnce = calls;
            clock.advance(Duration.ofSeconds(1));
            uploader.runDue();
            int aSecondLater = calls;
            writer.output(new byte[1 << 20], 0, 1 << 20);
            writer.end(new RecordingEnd.Exited(0));
            uploader.runDue();

            // Then
            assertThat(atOnce).isEqualTo(2);
            assertThat(aSecondLater).isEqualTo(2);
            assertThat(told).containsExactly("uploaded COMPLETE");
        }
    }

    @Test
    void what_comes_during_a_call_waits_for_the_next_turn() {
        // Given
        try (Uploader uploader = uploader()) {
            RecordingWriter writer = record("first");
            byte[] chunk = new byte[ChunkHeader.MAX_RAW];
            duringCalls = () -> writer.output(chunk, 0, chunk.length);

            // When
            uploader.runDue();
            int atOnce = calls;
            clock.advance(Duration.ofSeconds(1));
            uploader.runDue();
            int aSecondLater = calls;
            duringCalls = () -> {};
            writer.end(new RecordingEnd.Exited(0));
            uploader.runDue();

            // Then
            assertThat(List.of(atOnce, aSecondLater)).containsExactly(1, 2);
            assertThat(told).containsExactly("uploaded COMPLETE");
        }
    }

    @Test
    void an_upload_goes_on_where_the_store_stands() {
        // Given
        try (Uploader first = uploader()) {
            RecordingWriter writer = record("one", "two");
            first.runDue();
            writer.end(new RecordingEnd.Exited(0));
        }

        // When
        try (Uploader second = uploader()) {
            second.runDue();
        }

        // Then
        assertThat(stored().state()).isEqualTo(RecordingState.COMPLETE);
        assertThat(spool.sessions()).isEmpty();
    }

    @Test
    void it_tries_again_with_growing_pauses_for_as_long_as_it_takes() {
        // Given
        record("one").end(new RecordingEnd.Exited(0));
        callsToRefuse = 20;

        // When
        try (Uploader uploader = uploader()) {
            for (int i = 0; i < 21; i++) {
                uploader.runDue();
                clock.advance(Duration.ofSeconds(31));
            }
        }

        // Then
        assertThat(stored().state()).isEqualTo(RecordingState.COMPLETE);
        assertThat(pauses).hasSize(20).allMatch(pause -> pause.compareTo(Duration.ofSeconds(30)) <= 0);
        assertThat(pauses.getFirst()).isLessThanOrEqualTo(Duration.ofMillis(250));
        assertThat(pauses).anyMatch(pause -> pause.compareTo(Duration.ofSeconds(10)) > 0);
    }

    @Test
    void new_chunks_do_not_shorten_a_pause() {
        // Given
        callsToRefuse = 100;
        try (Uploader uploader = uploader()) {
            RecordingWriter writer = record("one");
            for (int i = 0; i < 10; i++) {
                uploader.runDue();
                clock.advance(Duration.ofSeconds(31));
            }
            uploader.runDue();
            int before = pauses.size();

            // When
            writer.resize(1, 1);
            writer.end(new RecordingEnd.Exited(0));
            uploader.runDue();

            // Then
            assertThat(pauses.getLast()).isPositive();
            assertThat(pauses).hasSize(before);
        }
    }

    @Test
    void a_lost_answer_does_no_harm() {
        // Given
        record("one", "two", "three").end(new RecordingEnd.Exited(0));
        answersToLose = 2;

        // When
        try (Uploader uploader = uploader()) {
            for (int i = 0; i < 3; i++) {
                uploader.runDue();
                clock.advance(Duration.ofSeconds(31));
            }
        }

        // Then
        assertThat(stored().state()).isEqualTo(RecordingState.COMPLETE);
    }

    @Test
    void what_the_store_refuses_for_good_stays_in_the_spool() {
        // Given
        record("one").end(new RecordingEnd.Exited(0));
        callsToRefuse = 1;
        refusal = FailureCode.CONFLICT;

        // When
        try (Uploader uploader = uploader()) {
            uploader.runDue();
            clock.advance(Duration.ofSeconds(31));
            uploader.runDue();
        }

        // Then
        assertThat(told).containsExactly("refused CONFLICT");
        assertThat(spool.sessions()).containsExactly(SESSION);
    }

    @Test
    void a_recording_of_a_dead_agent_arrives_as_cut_short() throws Exception {
        // Given: what a killed process left
        RecordingSpool dead =
                RecordingSpool.manual(directory.resolve("dead"), SpoolSettings.DEFAULT, clock, Runnable::run);
        dead.start(Recordings.header(SESSION), RecordingMode.STRICT, _ -> {}).resize(1, 1);
        spool.close();
        spool = RecordingSpool.manual(directory.resolve("dead"), SpoolSettings.DEFAULT, clock, Runnable::run);

        // When
        spool.recover();
        try (Uploader uploader = uploader()) {
            uploader.runDue();
        }

        // Then
        assertThat(told).containsExactly("uploaded CUT_SHORT");
        assertThat(stored().state()).isEqualTo(RecordingState.CUT_SHORT);
        try (var left = Files.list(directory.resolve("dead"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void it_runs_by_itself() throws Exception {
        // When
        try (Uploader _ = Uploader.start(spool, this, this, clock, 2)) {
            record("one").end(new RecordingEnd.Exited(0));

            // Then
            assertThat(anUpload.await(20, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(stored().state()).isEqualTo(RecordingState.COMPLETE);
    }

    @Override
    public int durableChunks(String session) {
        refuseIfTold();
        return store.durableChunks(session);
    }

    @Override
    public void put(String session, int index, List<byte[]> chunks, boolean last) {
        refuseIfTold();
        calls++;
        store.put(session, index, chunks, last);
        duringCalls.run();
        if (answersToLose-- > 0) {
            throw Failure.of(FailureCode.UNAVAILABLE, "the answer was lost");
        }
    }

    private void refuseIfTold() {
        if (callsToRefuse-- > 0) {
            throw Failure.of(refusal, "not today");
        }
    }

    @Override
    public void uploaded(RecordingSummary summary) {
        told.add("uploaded " + summary.state());
        anUpload.countDown();
    }

    @Override
    public void delayed(UUID session, Failure why, Duration pause) {
        pauses.add(pause);
    }

    @Override
    public void refused(UUID session, Failure why) {
        told.add("refused " + why.code());
    }
}
