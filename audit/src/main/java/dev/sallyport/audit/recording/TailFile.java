package dev.sallyport.audit.recording;

import dev.sallyport.audit.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * The entries of the chunk that is not packed yet, as they come, so that they survive the death of the process. Framed
 * in pieces: {@code length 4, CRC-32C 4, bytes}; the first piece is the head: {@code session 16, chunk index 4, start
 * in microseconds 8}. Only whole pieces count.
 */
final class TailFile implements AutoCloseable {

    private static final int HEAD_BYTES = 28;
    private static final int FRAME_BYTES = 8;

    private final FileChannel channel;
    private final UUID session;
    private int index = -1;

    /**
     * What a tail held.
     *
     * @param index of the chunk that these entries would have become
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over, not copied
    record Content(UUID session, int index, long startMicros, byte[] entries) {}

    TailFile(Path path, UUID session) throws IOException {
        this.channel = OwnerOnly.open(path);
        this.session = session;
    }

    /** Adds entries of a chunk; the first of another chunk replace all that is there. */
    void append(int chunk, long startMicros, byte[] entries) throws IOException {
        if (chunk != index) {
            channel.truncate(0);
            channel.position(0);
            ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES);
            head.putLong(session.getMostSignificantBits()).putLong(session.getLeastSignificantBits());
            head.putInt(chunk).putLong(startMicros);
            piece(head.array());
            index = chunk;
        }
        piece(entries);
    }

    private void piece(byte[] bytes) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(FRAME_BYTES + bytes.length);
        frame.putInt(bytes.length).putInt(check(bytes)).put(bytes).flip();
        while (frame.hasRemaining()) {
            channel.write(frame);
        }
    }

    /** Whether entries of another chunk would now take the place of those that are there. */
    boolean replacedBy(int chunk) {
        return index >= 0 && chunk != index;
    }

    void force(Disk disk) throws IOException {
        disk.force(channel);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** What is there whole; empty if not even the head is. */
    static Optional<Content> read(Path path) throws IOException {
        if (!Files.exists(path) || Files.size(path) > 2L * ChunkHeader.MAX_RAW) {
            return Optional.empty();
        }
        ByteBuffer all = ByteBuffer.wrap(Files.readAllBytes(path));
        Optional<byte[]> head = piece(all);
        if (head.isEmpty() || head.get().length != HEAD_BYTES) {
            return Optional.empty();
        }
        ByteBuffer entries = ByteBuffer.allocate(all.remaining());
        for (Optional<byte[]> next = piece(all); next.isPresent(); next = piece(all)) {
            entries.put(next.get());
        }
        byte[] whole = new byte[entries.position()];
        entries.flip().get(whole);
        ByteBuffer first = ByteBuffer.wrap(head.get());
        return Optional.of(
                new Content(new UUID(first.getLong(), first.getLong()), first.getInt(), first.getLong(), whole));
    }

    private static Optional<byte[]> piece(ByteBuffer from) {
        if (from.remaining() < FRAME_BYTES) {
            return Optional.empty();
        }
        int length = from.getInt();
        int check = from.getInt();
        if (length < 0 || length > from.remaining()) {
            return Optional.empty();
        }
        byte[] bytes = new byte[length];
        from.get(bytes);
        return check(bytes) == check ? Optional.of(bytes) : Optional.empty();
    }

    private static int check(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, bytes.length);
        return (int) crc.getValue();
    }
}
