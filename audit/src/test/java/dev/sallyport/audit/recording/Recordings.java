package dev.sallyport.audit.recording;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;

/** Recordings to test with. */
public final class Recordings {

    private Recordings() {}

    /** A header of a shell on a terminal of 80 by 24. */
    public static RecordingHeader header(UUID session) {
        return new RecordingHeader(
                session,
                "alice",
                "www",
                "019b7a00-1111-7000-8000-000000000001",
                "web-1",
                "shell",
                "",
                "xterm-256color",
                TestClock.START,
                80,
                24);
    }

    /** The chunks of a recording of these entries, after its header: one chunk for each list. */
    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    public static Iterator<byte[]> chunks(RecordingHeader header, List<RecordingEntry>... entries) {
        return packAll(header, java.util.Arrays.stream(entries).toList()).iterator();
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    static List<byte[]> pack(RecordingHeader header, List<RecordingEntry>... parts) {
        return packAll(header, java.util.Arrays.stream(parts).toList());
    }

    static List<byte[]> packAll(RecordingHeader header, List<List<RecordingEntry>> parts) {
        List<byte[]> chunks = new ArrayList<>();
        ChunkChain chain = new ChunkChain(header.session());
        try (ChunkPacker packer = new ChunkPacker()) {
            EntryBuffer buffer = new EntryBuffer(0);
            buffer.header(HeaderFields.of(header));
            for (List<RecordingEntry> part : parts) {
                part.forEach(entry -> add(buffer, entry));
                int flags = part.stream()
                        .filter(RecordingEntry.End.class::isInstance)
                        .map(RecordingEntry.End.class::cast)
                        .map(end -> RecordingWriter.flags(end.how()))
                        .findFirst()
                        .orElse(0);
                chunks.add(pack(packer, chain, buffer, flags));
                buffer.reuse(buffer.lastMicros());
            }
        }
        return chunks;
    }

    static byte[] pack(ChunkPacker packer, ChunkChain chain, EntryBuffer buffer, int flags) {
        UUID session = java.util.Objects.requireNonNull(chain.session());
        ChunkPacker.Place place = new ChunkPacker.Place(session, chain.next(), chain.previous(), flags);
        int length = packer.pack(place, buffer, false);
        byte[] chunk = java.util.Arrays.copyOf(packer.chunk(), length);
        chain.accept(chunk, length);
        return chunk;
    }

    private static void add(EntryBuffer buffer, RecordingEntry entry) {
        switch (entry) {
            case RecordingEntry.Data data ->
                buffer.data(data.micros(), kind(data.stream()), data.bytes(), 0, data.bytes().length);
            case RecordingEntry.Resize resize -> buffer.resize(resize.micros(), resize.columns(), resize.rows());
            case RecordingEntry.End end -> buffer.end(end.micros(), end.how());
        }
    }

    private static int kind(RecordingEntry.Stream stream) {
        return switch (stream) {
            case OUTPUT -> EntryKind.OUTPUT;
            case INPUT -> EntryKind.INPUT;
            case STDERR -> EntryKind.STDERR;
        };
    }

    /** Text that was shown. */
    public static RecordingEntry output(long micros, String text) {
        return new RecordingEntry.Data(micros, RecordingEntry.Stream.OUTPUT, text.getBytes(UTF_8));
    }

    /** The normal end. */
    public static RecordingEntry exit(long micros, int code) {
        return new RecordingEntry.End(micros, new RecordingEnd.Exited(code));
    }

    /** All entries, one text each. */
    static List<String> describe(RecordingReader reader) {
        List<String> texts = new ArrayList<>();
        reader.forEachRemaining(entry -> texts.add(describe(entry)));
        return texts;
    }

    private static String describe(RecordingEntry entry) {
        return switch (entry) {
            case RecordingEntry.Data(long micros, RecordingEntry.Stream stream, byte[] bytes) ->
                micros + " " + stream + " " + new String(bytes, UTF_8);
            case RecordingEntry.Resize(long micros, int columns, int rows) ->
                micros + " RESIZE " + columns + "x" + rows;
            case RecordingEntry.End(long micros, RecordingEnd how) -> micros + " END " + how;
        };
    }
}
