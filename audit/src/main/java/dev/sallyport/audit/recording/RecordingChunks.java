package dev.sallyport.audit.recording;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The chunks of a stored recording in order, one in memory at a time. Not safe for use by several threads. */
public final class RecordingChunks implements Iterator<byte[]>, AutoCloseable {

    private final ChunkSource reader;
    private byte @Nullable [] next;

    RecordingChunks(ChunkSource reader) {
        this.reader = reader;
    }

    /**
     * The chunks of a recording in a file.
     *
     * @throws dev.sallyport.model.Failure UNAVAILABLE if it cannot be read
     */
    public static RecordingChunks of(Path file) {
        try {
            return new RecordingChunks(new ChunkReader(file, new ChunkChain(null)));
        } catch (IOException unreadable) {
            throw RecordingSpool.cannot("read " + file, unreadable);
        }
    }

    /** Whether a chunk says that none follows. Its place and content are not checked. */
    public static boolean isLast(byte[] chunk) {
        return ChunkHeader.read(ByteBuffer.wrap(chunk)).last();
    }

    /** Nothing yet. */
    static RecordingChunks none() {
        return new RecordingChunks(new ChunkSource() {
            @Override
            public Optional<byte[]> next() {
                return Optional.empty();
            }

            @Override
            public void close() {}
        });
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
