package dev.sallyport.audit.recording;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.pki.hpke.OpeningKey;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An encrypted recording is checked by everybody and read by who has a key. */
final class EncryptedRecordingTest {

    private static final UUID SESSION = UUID.fromString("019b7a00-2222-7000-8000-000000000002");

    private final SecureRandom random = new SecureRandom();
    private final OpeningKey auditor = OpeningKey.generate(random);
    private final OpeningKey second = OpeningKey.generate(random);
    private final TestClock clock = new TestClock();

    @TempDir
    Path directory;

    private SpoolSettings settings = SpoolSettings.DEFAULT;

    @BeforeEach
    void forBoth() {
        settings = SpoolSettings.DEFAULT.with(
                new Recipients(() -> List.of(auditor.recipient(), second.recipient()), random));
    }

    private List<byte[]> record(String... shown) {
        try (RecordingSpool spool = RecordingSpool.manual(directory, settings, clock, Runnable::run)) {
            RecordingWriter writer = spool.start(Recordings.header(SESSION), RecordingMode.STRICT, _ -> {});
            for (String text : shown) {
                writer.output(text.getBytes(UTF_8), 0, text.length());
            }
            var _ = writer.end(new RecordingEnd.Exited(0));
        }
        return chunks();
    }

    private List<byte[]> chunks() {
        List<byte[]> chunks = new ArrayList<>();
        try (RecordingChunks stored = RecordingChunks.of(directory.resolve(SESSION + ".rec"))) {
            stored.forEachRemaining(chunks::add);
        }
        return chunks;
    }

    @Test
    void each_of_its_keys_opens_it_and_no_other() {
        // When
        String noise = random.ints(400_000, 'a', 'z')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        List<byte[]> chunks = record("plain secret ", noise);

        // Then
        assertThat(chunks).hasSizeGreaterThan(1);
        for (OpeningKey key : List.of(auditor, second)) {
            assertThat(Recordings.describe(new RecordingReader(chunks.iterator(), ReadingKeys.of(List.of(key)))))
                    .anyMatch(entry -> entry.contains("plain secret"))
                    .last()
                    .asString()
                    .contains("END");
        }
        assertThatThrownBy(() ->
                        new RecordingReader(chunks.iterator(), ReadingKeys.of(List.of(OpeningKey.generate(random)))))
                .isInstanceOfSatisfying(
                        Failure.class, denied -> assertThat(denied.code()).isEqualTo(FailureCode.DENIED));
        assertThat(new String(chunks.getFirst(), ISO_8859_1)).doesNotContain("alice", "plain secret");
    }

    @Test
    void it_is_stored_and_checked_without_a_key() {
        // Given
        List<byte[]> chunks = record("text");
        RecordingStore store = new RecordingStore(directory.resolve("auth"));

        // When
        store.put(SESSION.toString(), 0, chunks, true);

        // Then
        assertThat(RecordingCheck.of(chunks.iterator()))
                .isEqualTo(store.summary(SESSION.toString()).orElseThrow());
        assertThat(store.summary(SESSION.toString()).orElseThrow().state()).isEqualTo(RecordingState.COMPLETE);
    }

    @Test
    void a_changed_chunk_does_not_open_even_with_a_right_checksum() {
        // Given
        byte[] chunk = record("text").getFirst();

        for (int at : new int[] {11 + 24, 76, chunk.length - 1, ChunkHeader.BYTES + 40}) {
            byte[] changed = chunk.clone();
            changed[at] ^= 1;

            // When
            ChunkHeader.check(changed, ByteBuffer.wrap(chunk).getInt(76));

            // Then
            assertThatThrownBy(() -> new RecordingReader(List.of(changed).iterator(), ReadingKeys.of(List.of(auditor))))
                    .as("byte " + at)
                    .isInstanceOf(Failure.class);
        }
    }

    @Test
    void what_a_lost_agent_left_is_completed_with_a_key_of_its_own() {
        // Given: a process that dies with a chunk packed and more in the tail
        RecordingSpool lost = RecordingSpool.manual(directory, settings, clock, Runnable::run);
        RecordingWriter writer = lost.start(Recordings.header(SESSION), RecordingMode.STRICT, _ -> {});
        writer.output("first ".repeat(60_000).getBytes(UTF_8), 0, 360_000);
        var _ = lost.tick();

        // When
        try (RecordingSpool next = RecordingSpool.manual(directory, settings, clock, Runnable::run)) {
            var _ = next.recover();
        }

        // Then
        assertThat(Recordings.describe(new RecordingReader(chunks().iterator(), ReadingKeys.of(List.of(auditor)))))
                .last()
                .asString()
                .contains("CutShort");
        lost.close();
    }
}
