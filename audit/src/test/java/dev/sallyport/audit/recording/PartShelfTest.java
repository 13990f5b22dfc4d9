package dev.sallyport.audit.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sallyport.audit.Disk;
import dev.sallyport.audit.blob.Blobs;
import dev.sallyport.audit.blob.FolderBlobs;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recordings as blobs: a chain that nobody can branch, whoever puts, lists or forgets. */
class PartShelfTest {

    private static final String SESSION = "019b7a00-0000-7000-8000-000000000002";
    private static final RecordingHeader HEADER = Recordings.header(java.util.UUID.fromString(SESSION));
    private static final int CHUNKS = 40;

    @TempDir
    Path directory;

    private final List<byte[]> chunks = Recordings.packAll(
            HEADER,
            IntStream.range(0, CHUNKS)
                    .mapToObj(i -> List.of(
                            i == CHUNKS - 1 ? Recordings.exit(i * 10L, 0) : Recordings.output(i * 10L, "line " + i)))
                    .toList());

    private Lagging blobs;
    private RecordingStore store;

    /** Does not show some things, and tells what was read. */
    private static final class Lagging implements Blobs {
        private final Blobs real;
        private final List<String> hidden = new ArrayList<>();
        private final List<String> reads = new ArrayList<>();
        private boolean listsNothing;

        Lagging(Blobs real) {
            this.real = real;
        }

        @Override
        public void create(String name, byte[] bytes) {
            real.create(name, bytes);
        }

        @Override
        public void replace(String name, byte[] bytes) {
            real.replace(name, bytes);
        }

        @Override
        public Optional<byte[]> read(String name) {
            reads.add(name);
            return hidden.contains(name) ? Optional.empty() : real.read(name);
        }

        @Override
        public byte[] fetch(String name) {
            return read(name).orElseThrow(() -> Failure.of(FailureCode.UNAVAILABLE, name + " is not to be seen"));
        }

        @Override
        public Optional<byte[]> read(String name, long from, int most) {
            reads.add(name + "+" + most);
            return real.read(name, from, most);
        }

        @Override
        public List<Stored> list(String folder, String after, int most) {
            return listsNothing ? List.of() : real.list(folder, after, most);
        }

        @Override
        public void delete(String name) {
            real.delete(name);
        }

        @Override
        public void sync() {
            real.sync();
        }

        @Override
        public void close() {
            real.close();
        }
    }

    @BeforeEach
    void open() {
        blobs = new Lagging(new FolderBlobs(directory.resolve("blobs"), "the blobs", Disk.REAL));
        store = another();
    }

    /** As another process sees it. */
    private RecordingStore another() {
        return RecordingStore.in(blobs, directory.resolve("indexes"));
    }

    private void put(RecordingStore to, int from, int end) {
        to.put(SESSION, from, chunks.subList(from, end), end == CHUNKS);
    }

    private static List<byte[]> all(RecordingChunks read) {
        List<byte[]> all = new ArrayList<>();
        try (read) {
            read.forEachRemaining(all::add);
        }
        return all;
    }

    private String part(int start) {
        return Parts.name(HEADER.session(), start);
    }

    @Test
    void whatWasPutComesBackAlsoToAnotherProcess() {
        // When
        put(store, 0, 3);
        put(store, 3, 20);
        put(store, 20, CHUNKS);

        // Then
        for (RecordingStore each : List.of(store, another())) {
            assertThat(all(each.read(SESSION)))
                    .usingElementComparator(java.util.Arrays::compare)
                    .isEqualTo(chunks);
            assertThat(each.summary(SESSION)).hasValueSatisfying(summary -> {
                assertThat(summary.state()).isEqualTo(RecordingState.COMPLETE);
                assertThat(summary.chunks()).isEqualTo(CHUNKS);
                assertThat(summary.bytes())
                        .isEqualTo(
                                chunks.stream().mapToLong(chunk -> chunk.length).sum());
            });
            for (int from = 0; from <= CHUNKS; from++) {
                assertThat(all(each.read(SESSION, from))).hasSize(CHUNKS - from);
            }
            for (int at = 0; at < CHUNKS; at++) {
                assertThat(each.chunkAt(SESSION, at * 10L + 5)).isEqualTo(at);
            }
        }
    }

    @Test
    void twoWhoUploadTheSameInOtherPiecesMakeOneRecording() {
        // Given
        RecordingStore second = another();
        put(store, 0, 5);
        assertThat(second.durableChunks(SESSION)).isEqualTo(5);

        // When: both go on from 5, in pieces of their own, and neither knows of the other's
        put(store, 5, 9);
        put(second, 5, 30);
        put(store, 9, 12);
        put(store, 5, CHUNKS);

        // Then
        assertThat(all(another().read(SESSION)))
                .usingElementComparator(java.util.Arrays::compare)
                .isEqualTo(chunks);
        assertThat(second.durableChunks(SESSION)).isEqualTo(30);
    }

    @Test
    void anotherRecordingOfTheSameSessionChangesNothing() {
        // Given
        put(store, 0, 5);
        List<byte[]> other = Recordings.pack(HEADER, List.of(Recordings.output(1, "what did not happen")));

        // Then
        for (RecordingStore each : List.of(store, another())) {
            assertThatExceptionOfType(Failure.class)
                    .isThrownBy(() -> each.put(SESSION, 0, other, false))
                    .satisfies(e -> assertThat(e.code()).isEqualTo(FailureCode.CONFLICT));
        }
        assertThat(all(another().read(SESSION))).hasSize(5);
    }

    @Test
    void aListingThatIsBehindHidesNothing() {
        // Given
        put(store, 0, 5);
        put(store, 5, 9);
        put(store, 9, CHUNKS);
        blobs.listsNothing = true;

        // When
        RecordingStore second = another();

        // Then
        assertThat(second.durableChunks(SESSION)).isEqualTo(CHUNKS);
        assertThat(all(second.read(SESSION))).hasSize(CHUNKS);
        assertThat(all(second.read(SESSION, 12))).hasSize(CHUNKS - 12);
    }

    @Test
    void whatIsToBeThereAndIsNotToBeSeenIsNeverAShorterRecording() {
        // Given
        put(store, 0, 5);
        put(store, 5, CHUNKS);
        blobs.hidden.add(part(5));
        blobs.listsNothing = true;
        RecordingStore second = another();

        // Then
        assertThatExceptionOfType(Failure.class)
                .isThrownBy(() -> second.requireWhole(SESSION))
                .withMessageContaining("first 5 chunks")
                .satisfies(e -> assertThat(e.code()).isEqualTo(FailureCode.UNAVAILABLE));

        // When
        blobs.hidden.clear();

        // Then
        second.requireWhole(SESSION);
        assertThat(all(second.read(SESSION))).hasSize(CHUNKS);
    }

    @Test
    void aHoleInTheMiddleIsAFailureAndNoEnd() {
        // Given
        put(store, 0, 5);
        put(store, 5, 9);
        put(store, 9, CHUNKS);
        blobs.hidden.add(part(5));
        RecordingStore second = another();

        // Then
        assertThatExceptionOfType(Failure.class)
                .isThrownBy(() -> all(second.read(SESSION)))
                .satisfies(e -> assertThat(e.code()).isEqualTo(FailureCode.UNAVAILABLE));
    }

    @Test
    void aPartThatIsDamagedIsNamed() throws IOException {
        // Given
        put(store, 0, 5);
        put(store, 5, CHUNKS);
        Path file = directory.resolve("blobs").resolve(part(0));
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 5] ^= 1;
        Files.write(file, bytes);

        // Then
        assertThatExceptionOfType(Failure.class)
                .isThrownBy(() -> all(another().read(SESSION)))
                .withMessageContaining(part(0) + " is damaged")
                .satisfies(e -> assertThat(e.code()).isEqualTo(FailureCode.INVALID));
    }

    @Test
    void aTimeIsFoundWithAFewShortReads() {
        // Given
        for (int i = 0; i < CHUNKS; i++) {
            put(store, i, i + 1);
        }
        RecordingStore second = another();
        assertThat(second.durableChunks(SESSION)).isEqualTo(CHUNKS);
        blobs.reads.clear();

        // When
        int chunk = second.chunkAt(SESSION, 125);

        // Then
        assertThat(chunk).isEqualTo(12);
        assertThat(blobs.reads).hasSizeLessThanOrEqualTo(7);
        assertThat(blobs.reads.stream().filter(read -> !read.contains("+"))).hasSize(1);
    }

    @Test
    void whatIsRemovedIsGoneWithItsIndex() throws IOException {
        // Given
        put(store, 0, CHUNKS);
        Files.writeString(store.index(SESSION), "an index");
        store.keepIndex(SESSION);

        // When
        store.remove(SESSION);

        // Then
        assertThat(store.summary(SESSION)).isEmpty();
        assertThat(store.index(SESSION)).doesNotExist();
        assertThat(blobs.list("recordings/", "", 9)).isEmpty();
    }

    @Test
    void anIndexComesBackWhenThisMachineLostIt() throws IOException {
        // Given
        put(store, 0, CHUNKS);
        Files.writeString(store.index(SESSION), "an index");
        store.keepIndex(SESSION);

        // When
        Files.delete(store.index(SESSION));

        // Then
        assertThat(another().index(SESSION)).hasContent("an index");
    }

    @Test
    void aRecordingThatBeganAsAFileStaysOne() {
        // Given
        RecordingStore files = new RecordingStore(directory.resolve("indexes"));
        put(files, 0, 5);

        // When
        put(store, 5, CHUNKS);

        // Then
        assertThat(all(store.read(SESSION))).hasSize(CHUNKS);
        assertThat(all(new RecordingStore(directory.resolve("indexes")).read(SESSION)))
                .hasSize(CHUNKS);
        assertThat(blobs.list("recordings/", "", 9)).isEmpty();
    }
}
