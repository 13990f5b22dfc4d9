package dev.sallyport.audit.search;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What was kept of a recording to find things in it. For one thread at a time. */
public final class RecordingIndex implements AutoCloseable {

    private static final int HEAD_BYTES = 2 * Long.BYTES;
    private static final int MAX_PIECE = 2 << 20;

    private final UUID session;
    private final IndexSeal seal;
    private final FileChannel channel;
    private final IndexContents contents;

    /**
     * A screen as it was.
     *
     * @param micros when
     * @param chunk the chunk that goes on from it
     * @param output draws it
     */
    public record Picture(long micros, int chunk, String output) {}

    private RecordingIndex(UUID session, IndexSeal seal, FileChannel channel) throws IOException {
        this.session = session;
        this.seal = seal;
        this.channel = channel;
        ByteBuffer head = ByteBuffer.wrap(read(0, HEAD_BYTES));
        if (head.getLong() != IndexWriter.MAGIC || head.getLong() != IndexWriter.VERSION) {
            throw damaged();
        }
        long end = channel.size() - Integer.BYTES;
        int length = ByteBuffer.wrap(read(end, Integer.BYTES)).getInt();
        contents = IndexContents.read(open(new IndexContents.Piece(end - length, length), "contents"));
    }

    /**
     * Opens an index; empty where there is none.
     *
     * @throws Failure INTERNAL where it is damaged or sealed for another place
     */
    public static Optional<RecordingIndex> open(Path file, UUID session, IndexSeal seal) throws IOException {
        if (Files.notExists(file)) {
            return Optional.empty();
        }
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            return Optional.of(new RecordingIndex(session, seal, channel));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Whether there is more text in the recording than in here. */
    public boolean isCut() {
        return contents.cut();
    }

    /** Whether it is worth looking. */
    public boolean mayHold(TextQuery query) {
        return TrigramFilter.read(contents.filter()).mayHold(query);
    }

    /** The lines that hold this, cut to what is around it, in the order of time; at most so many. */
    public List<TextLine> find(TextQuery query, int most) throws IOException {
        List<TextLine> found = new ArrayList<>();
        if (!mayHold(query)) {
            return found;
        }
        for (int i = 0; i < contents.texts().size() && found.size() < most; i++) {
            LineBlock.read(
                    open(contents.texts().get(i), "text/" + i),
                    line -> query.find(line.text())
                            .ifPresent(part -> found.add(new TextLine(line.micros(), line.kind(), part))));
        }
        found.sort(Comparator.comparingLong(TextLine::micros));
        return found.size() > most ? List.copyOf(found.subList(0, most)) : found;
    }

    /** The last picture not after this time. */
    public Optional<Picture> picture(long micros) throws IOException {
        List<IndexContents.Spot> spots = contents.pictures();
        int low = 0;
        int high = spots.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (spots.get(middle).micros() <= micros) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        if (low == 0) {
            return Optional.empty();
        }
        IndexContents.Spot spot = spots.get(low - 1);
        byte[] output = LineBlock.unpack(open(spot.piece(), "picture/" + (low - 1)));
        return Optional.of(new Picture(spot.micros(), spot.chunk(), new String(output, StandardCharsets.UTF_8)));
    }

    private byte[] open(IndexContents.Piece piece, String part) throws IOException {
        return seal.open(read(piece.offset(), piece.length()), IndexWriter.place(session, part));
    }

    private byte[] read(long offset, int length) throws IOException {
        if (offset < 0 || length < 0 || length > MAX_PIECE || offset + length > channel.size()) {
            throw damaged();
        }
        ByteBuffer into = ByteBuffer.allocate(length);
        while (into.hasRemaining()) {
            if (channel.read(into, offset + into.position()) < 0) {
                throw damaged();
            }
        }
        return into.array();
    }

    private static Failure damaged() {
        return Failure.of(FailureCode.INTERNAL, "a recording's index is damaged: remove it, it is made again");
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
