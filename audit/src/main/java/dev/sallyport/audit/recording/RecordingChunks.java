package dev.sallyport.audit.recording;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The chunks of a stored recording in order, one in memory at a time. Not safe for use by several threads. */
public final class RecordingChunks implements Iterator<byte[]>, AutoCloseable {

    private final ChunkReader reader;
    private byte @Nullable [] next;

    private RecordingChunks(ChunkReader reader) {
        this.reader = reader;
    }

    /**
     * The chunks of a recording in a file.
     *
     * @throws dev.sallyport.model.Failure UNAVAILABLE if it cannot be read
     */
    public static RecordingChunks of(Path file) {
        try {
            return new RecordingChunks(new ChunkReader(file, null));
        } catch (IOException unreadable) {
            throw RecordingSpool.cannot("read " + file, unreadable);
        }
    }

    static RecordingChunks of(Path file, UUID session) throws IOException {
        return new RecordingChunks(new ChunkReader(file, session));
    }

    /** @throws dev.sallyport.model.Failure INVALID if what follows is damaged */
    @Override
    public boolean hasNext() {
        if (next == null) {
            next = read().orElse(null);
        }
        return next != null;
    }

    @Override
    public byte[] next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException("the recording has no more chunks");
        }
        byte[] chunk = next;
        next = null;
        return chunk;
    }

    private Optional<byte[]> read() {
        try {
            return reader.next();
        } catch (IOException unreadable) {
            throw RecordingSpool.cannot("read a recording", unreadable);
        }
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (IOException alreadyGone) {
            // It only read: nothing is lost.
            return;
        }
    }
}
