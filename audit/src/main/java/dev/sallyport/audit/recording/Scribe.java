package dev.sallyport.audit.recording;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/** Puts one recording's entries on the disk. One thread at a time calls it; its writer sees to that. */
final class Scribe implements AutoCloseable {

    private final UUID session;
    private final ChunkFile file;
    private final Path tailPath;
    private final BlockingQueue<ChunkPacker> packers;
    private final SpoolSpace space;
    private @Nullable TailFile tail;

    Scribe(UUID session, SpoolPaths paths, BlockingQueue<ChunkPacker> packers, SpoolSpace space) throws IOException {
        this.session = session;
        this.tailPath = paths.tail(session);
        this.packers = packers;
        this.space = space;
        this.file = ChunkFile.open(paths.recording(session), session);
    }

    /** Packs the entries and appends them as a chunk. */
    void seal(EntryBuffer entries, int flags, boolean hurried) throws IOException {
        ChunkPacker packer = borrow();
        try {
            ChunkChain chain = file.chain();
            ChunkPacker.Place place = new ChunkPacker.Place(session, chain.next(), chain.previous(), flags);
            int length = packer.pack(place, entries, hurried);
            append(packer.chunk(), length);
        } finally {
            packers.add(packer);
        }
    }

    private void append(byte[] chunk, int length) throws IOException {
        space.take(length);
        try {
            file.append(chunk, length);
        } catch (IOException | RuntimeException failed) {
            space.giveBack(length);
            throw failed;
        }
    }

    /** Saves entries of the chunk to come. */
    void keep(long startMicros, byte[] entries) throws IOException {
        if (tail == null) {
            tail = new TailFile(tailPath, session);
        }
        tail.append(file.chain().next(), startMicros, entries);
    }

    /** Where the file stands. */
    ChunkChain chain() {
        return file.chain();
    }

    void force() throws IOException {
        file.force();
    }

    RecordingSummary summary() {
        return file.summary();
    }

    private ChunkPacker borrow() throws IOException {
        try {
            return packers.take();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while packing", stopped);
        }
    }

    /** After the last chunk: the tail is no longer needed. */
    void finish() throws IOException {
        file.close();
        if (tail != null) {
            tail.close();
        }
        Files.deleteIfExists(tailPath);
    }

    /** Gives the descriptors back; what is written stays. */
    @Override
    public void close() {
        try (ChunkFile _ = file;
                TailFile _ = tail) {
            return;
        } catch (IOException lost) {
            // Nothing is written by closing, so nothing is lost by failing to.
            return;
        }
    }
}
