package dev.sallyport.audit.recording;

import dev.sallyport.audit.Disk;
import dev.sallyport.model.Failure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/**
 * A recording's file, open for more: its chunks, one after the other, and nothing else. A chunk is one append, so a
 * crash leaves whole chunks and at most one that is not; opening cuts that one off. Not safe for use by several threads.
 */
final class ChunkFile implements AutoCloseable {

    private final UUID session;
    private final FileChannel channel;
    private final ChunkChain chain;

    private ChunkFile(UUID session, FileChannel channel, ChunkChain chain) {
        this.session = session;
        this.channel = channel;
        this.chain = chain;
    }

    /**
     * Opens it, or makes it, and goes to its end.
     *
     * @throws Failure INVALID if it is damaged, other than by a torn last chunk: it is left as it is
     */
    static ChunkFile open(Path path, UUID session) throws IOException {
        FileChannel channel = OwnerOnly.open(path);
        try (ChunkReader reader = new ChunkReader(path, session)) {
            ChunkChain chain = reader.skipAll().chain();
            channel.truncate(chain.bytes());
            channel.position(chain.bytes());
            return new ChunkFile(session, channel, chain);
        } catch (IOException | RuntimeException damaged) {
            channel.close();
            throw damaged;
        }
    }

    /** Goes on with one whose chunks are known, or reads them again if the file is another than that. */
    static ChunkFile resume(Path path, UUID session, ChunkChain known) throws IOException {
        FileChannel channel = OwnerOnly.open(path);
        if (channel.size() == known.bytes()) {
            channel.position(known.bytes());
            return new ChunkFile(session, channel, known);
        }
        channel.close();
        return open(path, session);
    }

    /** Where it stands. */
    ChunkChain chain() {
        return chain;
    }

    RecordingSummary summary() {
        return chain.summary(session);
    }

    /** Appends the next chunk, whole or not at all. @throws Failure INVALID if it is not the next one */
    void append(byte[] chunk, int length) throws IOException {
        ChunkHeader header = chain.verify(chunk, length);
        ByteBuffer rest = ByteBuffer.wrap(chunk, 0, length);
        try {
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
        } catch (IOException full) {
            cutBack(full);
            throw full;
        }
        chain.advance(header, chunk);
    }

    private void cutBack(IOException cause) {
        try {
            channel.truncate(chain.bytes());
        } catch (IOException again) {
            cause.addSuppressed(again);
        }
    }

    /**
     * Appends all of them, and returns when they survive the loss of power. If they do not, none was appended, and this is of no
     * use any more.
     */
    void appendForced(List<byte[]> chunks) throws IOException {
        long before = chain.bytes();
        try {
            for (byte[] chunk : chunks) {
                append(chunk, chunk.length);
            }
            force();
        } catch (IOException | RuntimeException notDurable) {
            channel.truncate(before);
            throw notDurable;
        }
    }

    /** Returns when all of it survives the loss of power. */
    void force() throws IOException {
        force(Disk.REAL);
    }

    void force(Disk disk) throws IOException {
        disk.force(channel);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
