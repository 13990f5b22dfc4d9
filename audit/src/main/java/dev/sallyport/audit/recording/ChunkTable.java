package dev.sallyport.audit.recording;

import dev.sallyport.model.Failure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Where the chunks of a recording begin, and when: beside it, {@code start in microseconds 8, offset 8} for each. It is made from the headers
 * of the chunks when somebody looks, and goes on from where it stopped: so a look at a recording that is known costs what a bisection costs.
 * It can be thrown away at any time. Its reader holds the recording's lock.
 */
final class ChunkTable implements AutoCloseable {

    private static final int ENTRY = 2 * Long.BYTES;

    private final FileChannel recording;
    private final FileChannel table;
    private final long count;

    ChunkTable(Path recording, Path table) throws IOException {
        this.recording = FileChannel.open(recording, StandardOpenOption.READ);
        this.table = OwnerOnly.open(table);
        this.count = extend();
    }

    /** How many chunks there are whole. */
    int count() {
        return (int) count;
    }

    /** Where this chunk goes on, and what it says of itself. */
    ChunkChain chain(int index) throws IOException {
        long offset = entry(index).getLong(Long.BYTES);
        return ChunkChain.before(header(offset), offset);
    }

    /** The last chunk that begins at this time or before; the first, where none does. */
    int at(long micros) throws IOException {
        int low = 0;
        int high = (int) count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (entry(middle).getLong(0) <= micros) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return Math.max(0, low - 1);
    }

    private long extend() throws IOException {
        long known = table.size() / ENTRY;
        long offset = 0;
        if (known > 0) {
            long last = entry((int) known - 1).getLong(Long.BYTES);
            boolean sound = isChunk(last, known - 1);
            offset = sound ? last + header(last).chunkLength() : 0;
            known = sound ? known : 0;
        }
        table.truncate(known * ENTRY);
        table.position(known * ENTRY);
        while (offset + ChunkHeader.BYTES <= recording.size()) {
            ChunkHeader header = header(offset);
            if (offset + header.chunkLength() > recording.size()) {
                break;
            }
            write(header.startMicros(), offset);
            offset += header.chunkLength();
            known++;
        }
        return known;
    }

    private boolean isChunk(long offset, long index) throws IOException {
        try {
            return offset >= 0
                    && offset + ChunkHeader.BYTES <= recording.size()
                    && header(offset).index() == index;
        } catch (Failure notOne) {
            return false;
        }
    }

    private void write(long micros, long offset) throws IOException {
        ByteBuffer entry =
                ByteBuffer.allocate(ENTRY).putLong(micros).putLong(offset).flip();
        while (entry.hasRemaining()) {
            table.write(entry);
        }
    }

    private ByteBuffer entry(int index) throws IOException {
        return read(table, (long) index * ENTRY, ENTRY);
    }

    private ChunkHeader header(long offset) throws IOException {
        return ChunkHeader.read(read(recording, offset, ChunkHeader.BYTES));
    }

    private static ByteBuffer read(FileChannel from, long offset, int length) throws IOException {
        ByteBuffer into = ByteBuffer.allocate(length);
        while (into.hasRemaining()) {
            if (from.read(into, offset + into.position()) < 0) {
                throw new IOException("the file ends before byte " + (offset + length));
            }
        }
        return into.flip();
    }

    @Override
    public void close() throws IOException {
        try (recording) {
            table.close();
        }
    }
}
