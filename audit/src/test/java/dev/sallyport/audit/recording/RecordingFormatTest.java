package dev.sallyport.audit.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.model.Failure;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What is written comes back, and what was changed on the way is noticed. */
final class RecordingFormatTest {

    private static final UUID SESSION = UUID.fromString("019b7a00-2222-7000-8000-000000000002");
    private static final RecordingHeader HEADER = Recordings.header(SESSION);

    @Property(tries = 200)
    void every_entry_comes_back(@ForAll("parts") List<List<RecordingEntry>> parts) {
        // When
        RecordingReader reader = new RecordingReader(pack(parts).iterator());

        // Then
        List<RecordingEntry> expected = parts.stream().flatMap(List::stream).toList();
        List<RecordingEntry> actual = new ArrayList<>();
        reader.forEachRemaining(actual::add);
        assertThat(reader.header()).isEqualTo(HEADER);
        assertThat(actual).usingRecursiveFieldByFieldElementComparator().isEqualTo(inOrderOfTime(expected));
    }

    @Property(tries = 500)
    void a_changed_byte_is_noticed(
            @ForAll("parts") List<List<RecordingEntry>> parts, @ForAll int where, @ForAll byte change) {
        // Given
        List<byte[]> chunks = pack(parts);
        byte[] victim = chunks.get(Math.floorMod(where, chunks.size()));
        int place = Math.floorMod(where / 31, victim.length);
        int mask = change == 0 ? 1 : change;

        // When
        victim[place] ^= (byte) mask;

        // Then
        assertThatThrownBy(() -> Recordings.describe(new RecordingReader(chunks.iterator())))
                .isInstanceOf(Failure.class);
    }

    @Property(tries = 500)
    void garbage_is_refused_and_never_breaks_the_reader(@ForAll byte[] garbage) {
        assertThatThrownBy(() ->
                        Recordings.describe(new RecordingReader(List.of(garbage).iterator())))
                .isInstanceOf(Failure.class);
    }

    @Property(tries = 500)
    void garbage_as_entries_is_refused_or_read_and_never_breaks_the_decoder(@ForAll byte[] entries) {
        // Given
        EntryDecoder decoder = new EntryDecoder(entries, 0, true);

        // When
        int read = 0;
        try {
            while (decoder.next().isPresent()) {
                read++;
            }
        } catch (Failure refused) {
            assertThat(refused).hasMessageStartingWith("recording: ");
        }

        // Then
        assertThat(read).isLessThanOrEqualTo(entries.length / 2);
    }

    @Example
    void a_missing_an_exchanged_and_a_foreign_chunk_are_noticed() {
        // Given
        List<byte[]> ours = Recordings.pack(HEADER, text("one"), text("two"), text("three"));
        List<byte[]> theirs = Recordings.pack(Recordings.header(UUID.randomUUID()), text("one"), text("two"));

        // Then
        assertInvalid("not expected", ours.get(0), ours.get(2));
        assertInvalid("not expected", ours.get(1));
        assertInvalid("not expected", ours.get(0), ours.get(0));
        assertInvalid("belongs to recording", ours.get(0), theirs.get(1));
    }

    @Example
    void another_version_of_a_chunk_breaks_the_chain() {
        // Given
        List<byte[]> told = Recordings.pack(HEADER, text("rm -rf /"), text("two"));
        List<byte[]> changed = Recordings.pack(HEADER, text("ls"), text("two"));

        // Then
        assertInvalid("chain is broken", changed.get(0), told.get(1));
    }

    @Example
    void a_chunk_after_the_last_is_refused() {
        // Given
        byte[] last = Recordings.pack(HEADER, List.of(Recordings.exit(1, 0))).getFirst();
        ChunkChain chain = new ChunkChain(SESSION);
        chain.accept(last, last.length);
        byte[] more = last.clone();
        ChunkPacker.Place after = new ChunkPacker.Place(SESSION, 1, chain.previous(), 0);
        ChunkHeader.seal(more, after, 1, 0, more.length - ChunkHeader.BYTES);

        // Then
        assertInvalid("after the last", last, more);
    }

    @Example
    void huge_lengths_are_refused_before_memory_is_taken() {
        for (int lengthField : new int[] {72, 76}) {
            // Given
            byte[] chunk = Recordings.pack(HEADER, text("x")).getFirst();
            ByteBuffer.wrap(chunk).putInt(lengthField, Integer.MAX_VALUE);

            // Then
            assertInvalid("claims", chunk);
        }
    }

    @Example
    void a_body_that_unpacks_to_more_than_it_promises_is_refused() {
        // Given
        byte[] chunk = Recordings.pack(HEADER, text("x".repeat(50_000))).getFirst();
        ChunkPacker.Place first = new ChunkPacker.Place(SESSION, 0, new byte[ChunkHeader.DIGEST_BYTES], 0);

        // When: whoever sent it had the checksum right
        ChunkHeader.seal(chunk, first, 0, 1000, chunk.length - ChunkHeader.BYTES);

        // Then
        assertInvalid("does not unpack", chunk);
    }

    @Example
    void a_later_version_and_an_unknown_cipher_are_named() {
        byte[] version = Recordings.pack(HEADER, text("x")).getFirst();
        version[8] = 2;
        byte[] cipher = Recordings.pack(HEADER, text("x")).getFirst();
        cipher[9] = 9;

        assertInvalid("newer version", version);
        assertInvalid("encrypted", cipher);
    }

    @Example
    void a_recording_without_its_end_is_read_as_far_as_it_goes() {
        // When
        RecordingReader reader =
                new RecordingReader(Recordings.pack(HEADER, text("one")).iterator());

        // Then
        assertThat(Recordings.describe(reader)).containsExactly("1 OUTPUT one");
        assertThat(reader.state()).isEqualTo(RecordingState.RUNNING);
    }

    /** The bytes of docs/reference/recording-format.md: what is stored must be readable by every later version. */
    @Example
    void the_bytes_are_those_of_the_document() {
        // Given
        List<RecordingEntry> entries = List.of(
                Recordings.output(1_000, "hi\n"), new RecordingEntry.Resize(1_300, 100, 30), Recordings.exit(2_000, 3));

        // When
        byte[] chunk = Recordings.pack(HEADER, entries).getFirst();

        // Then
        HexFormat hex = HexFormat.of();
        assertThat(hex.formatHex(chunk, 0, 12)).isEqualTo("53414c4c59524543" + "01" + "00" + "01" + "00");
        assertThat(hex.formatHex(chunk, 12, 40))
                .isEqualTo("00000000" + "019b7a002222" + "70008000" + "000000000002" + "0000000000000000");
        assertThat(hex.formatHex(chunk, 40, 72)).isEqualTo("00".repeat(32));
        byte[] raw = new ChunkUnpacker().unpack(ChunkHeader.read(ByteBuffer.wrap(chunk)), chunk);
        assertThat(hex.formatHex(raw, raw.length - 20, raw.length))
                .isEqualTo("023234" + "e807" + "02" + "03" + "68690a" + "ac02" + "05" + "64" + "1e" + "bc05" + "06"
                        + "01" + "03");
        assertThat(hex.formatHex(raw, 0, 12))
                .isEqualTo("00" + "01" + "0b" + "07"
                        + hex.formatHex("session".getBytes(java.nio.charset.StandardCharsets.UTF_8)) + "24");
    }

    private static void assertInvalid(String why, byte[]... chunks) {
        assertThatThrownBy(() -> Recordings.describe(
                        new RecordingReader(Arrays.asList(chunks).iterator())))
                .isInstanceOf(Failure.class)
                .hasMessageContaining(why);
    }

    private static List<RecordingEntry> text(String text) {
        return List.of(Recordings.output(1, text));
    }

    private static List<byte[]> pack(List<List<RecordingEntry>> parts) {
        return Recordings.packAll(HEADER, parts);
    }

    /** Times never go back. */
    private static List<RecordingEntry> inOrderOfTime(List<RecordingEntry> entries) {
        List<RecordingEntry> ordered = new ArrayList<>();
        long last = 0;
        for (RecordingEntry entry : entries) {
            last = Math.max(last, entry.micros());
            ordered.add(at(last, entry));
        }
        return ordered;
    }

    private static RecordingEntry at(long micros, RecordingEntry entry) {
        return switch (entry) {
            case RecordingEntry.Data data -> new RecordingEntry.Data(micros, data.stream(), data.bytes());
            case RecordingEntry.Resize resize -> new RecordingEntry.Resize(micros, resize.columns(), resize.rows());
            case RecordingEntry.End end -> new RecordingEntry.End(micros, end.how());
        };
    }

    @Provide
    Arbitrary<List<List<RecordingEntry>>> parts() {
        Arbitrary<Long> times = Arbitraries.longs().between(0, 1L << 50);
        Arbitrary<RecordingEntry> data = Combinators.combine(
                        times,
                        Arbitraries.of(RecordingEntry.Stream.class),
                        Arbitraries.bytes().array(byte[].class).ofMaxSize(2000))
                .as(RecordingEntry.Data::new);
        Arbitrary<Integer> cells = Arbitraries.integers().between(0, 1 << 20);
        Arbitrary<RecordingEntry> resize =
                Combinators.combine(times, cells, cells).as(RecordingEntry.Resize::new);
        return Arbitraries.oneOf(data, resize)
                .list()
                .ofMaxSize(20)
                .list()
                .ofMinSize(1)
                .ofMaxSize(4);
    }
}
