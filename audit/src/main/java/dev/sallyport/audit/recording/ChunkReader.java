package dev.sallyport.audit.recording;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads a recording's file chunk by chunk and checks each. The file may be growing: a chunk that is not whole yet is not
 * there yet. Not safe for use by several threads.
 */
final class ChunkReader implements ChunkSource {

    private final Path path;
    private final FileChannel channel;
    private final ChunkChain chain;

    /** @param session whose recording it must be; null takes any */
    ChunkReader(Path path, @Nullable UUID session) throws IOException {
        this(path, new ChunkChain(session));
    }

    /** Goes on where a chain stands. */
    ChunkReader(Path path, ChunkChain chain) throws IOException {
        this.path = path;
        this.channel = FileChannel.open(path, StandardOpenOption.READ);
        this.chain = chain;
    }

    /** What was read so far. */
    ChunkChain chain() {
        return chain;
    }

    /**
     * The next chunk, if it is there whole.
     *
     * @throws Failure INVALID if what is there is no chunk, or not the next
     */
    @Override
    public Optional<byte[]> next() throws IOException {
        long rest = channel.size() - chain.bytes();
        byte[] head = read(ChunkHeader.BYTES, rest);
        if (head.length < ChunkHeader.BYTES || isUnwritten(head)) {
            return Optional.empty();
        }
        try {
            return whole(ChunkHeader.read(ByteBuffer.wrap(head)), rest);
        } catch (Failure damaged) {
            throw Failure.of(
                    FailureCode.INVALID,
                    path + " is damaged at byte " + chain.bytes() + ": " + damaged.text()
                            + ". What comes before is fine. Next: restore it from a copy",
                    damaged);
        }
    }

    /** Reads to the end. */
    ChunkReader skipAll() throws IOException {
        while (next().isPresent()) {
            // each one moves the chain on
        }
        return this;
    }

    private Optional<byte[]> whole(ChunkHeader header, long rest) throws IOException {
        byte[] chunk = read(header.chunkLength(), rest);
        boolean nothingFollows = header.chunkLength() >= rest;
        if (chunk.length < header.chunkLength() || (nothingFollows && !header.fits(chunk))) {
            return Optional.empty();
        }
        chain.accept(chunk, chunk.length);
        return Optional.of(chunk);
    }

    /** A file system may have made room for what a crash then kept it from writing. */
    private static boolean isUnwritten(byte[] head) {
        return ByteBuffer.wrap(head).getLong() == 0;
    }

    private byte[] read(int length, long rest) throws IOException {
        ByteBuffer into = ByteBuffer.allocate((int) Math.min(length, Math.max(rest, 0)));
        while (into.hasRemaining() && channel.read(into, chain.bytes() + into.position()) >= 0) {
            // until it is full or the file ends
        }
        return into.hasRemaining() ? new byte[0] : into.array();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
