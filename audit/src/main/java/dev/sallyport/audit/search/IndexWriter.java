package dev.sallyport.audit.search;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Writes an index under another name, and gives it its own when it is whole. */
final class IndexWriter implements AutoCloseable {

    /** "SALLYIDX". */
    static final long MAGIC = 0x53414C4C59494458L;

    static final long VERSION = 1L << 56;

    /** Most bytes of text in one index. */
    static final int MAX_TEXT = 16 << 20;

    private final Path file;
    private final Path growing;
    private final UUID session;
    private final IndexSeal seal;
    private final FileChannel channel;
    private final TrigramFilter filter = TrigramFilter.empty();
    private final List<IndexContents.Piece> texts = new ArrayList<>();
    private final List<IndexContents.Spot> pictures = new ArrayList<>();
    private LineBlock block = new LineBlock();
    private int textBytes;
    private boolean cut;

    IndexWriter(Path file, UUID session, IndexSeal seal) throws IOException {
        this.file = file;
        this.growing = file.resolveSibling(file.getFileName() + ".new");
        this.session = session;
        this.seal = seal;
        Files.deleteIfExists(growing);
        this.channel = FileChannel.open(
                growing,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        write(ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(MAGIC)
                .putLong(VERSION)
                .array());
    }

    static String place(UUID session, String part) {
        return "recording-index/" + session + "/" + part;
    }

    /** Whether no more text is taken. */
    boolean isFull() {
        return cut;
    }

    void line(TextLine line) throws IOException {
        if (textBytes >= MAX_TEXT) {
            cut = true;
            return;
        }
        int before = block.size();
        block.add(line);
        textBytes += block.size() - before;
        filter.add(TextQuery.fold(line.text()));
        if (block.size() >= LineBlock.FULL) {
            endBlock();
        }
    }

    private void endBlock() throws IOException {
        if (block.size() > 0) {
            texts.add(piece(block.pack(), "text/" + texts.size()));
            block = new LineBlock();
        }
    }

    void picture(long micros, int chunk, String picture) throws IOException {
        byte[] packed = LineBlock.pack(picture.getBytes(StandardCharsets.UTF_8));
        pictures.add(new IndexContents.Spot(micros, chunk, piece(packed, "picture/" + pictures.size())));
    }

    /** The index is there whole and durable when this returns. */
    void finish() throws IOException {
        endBlock();
        IndexContents contents = new IndexContents(cut, filter.pack(), texts, pictures);
        IndexContents.Piece piece = piece(contents.write(), "contents");
        write(ByteBuffer.allocate(Integer.BYTES).putInt(piece.length()).array());
        channel.force(true);
        channel.close();
        Files.move(growing, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private IndexContents.Piece piece(byte[] plain, String part) throws IOException {
        byte[] sealed = seal.seal(plain, place(session, part));
        long offset = channel.position();
        write(sealed);
        return new IndexContents.Piece(offset, sealed.length);
    }

    private void write(byte[] bytes) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining()) {
            channel.write(rest);
        }
    }

    /** What was not finished is gone. */
    @Override
    public void close() throws IOException {
        if (channel.isOpen()) {
            channel.close();
            Files.deleteIfExists(growing);
        }
    }
}
