package dev.sallyport.audit.event;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads one file of a spool from its beginning. Not safe for use by several threads. */
final class EventSegment implements AutoCloseable {

    private final FileChannel channel;
    private long position;

    EventSegment(Path path) throws IOException {
        this.channel = FileChannel.open(path, StandardOpenOption.READ);
    }

    /**
     * Events that were read and are not acknowledged yet.
     *
     * @param end where to go on after them
     */
    record Batch(List<FlatEvent> events, long end) {}

    /** At most so many, from where {@link #acknowledge} left off. */
    Batch read(int most) throws IOException {
        List<FlatEvent> events = new ArrayList<>();
        long at = position;
        Optional<Frame> frame = frame(at);
        while (frame.isPresent() && events.size() < most) {
            events.add(frame.get().event());
            at = frame.get().end();
            frame = frame(at);
        }
        return new Batch(events, at);
    }

    void acknowledge(long end) {
        position = end;
    }

    /** Whether bytes are left that are no event and not just one that a crash cut off. */
    boolean isDamaged() throws IOException {
        long rest = channel.size() - position;
        if (rest < EventFrames.HEAD_BYTES || frame(position).isPresent()) {
            return false;
        }
        int length = ByteBuffer.wrap(bytes(position, EventFrames.HEAD_BYTES)).getInt();
        boolean cutOff = length == 0
                || (length > 0 && length <= EventFrames.MAX_BYTES && length + EventFrames.HEAD_BYTES >= rest);
        return !cutOff;
    }

    private record Frame(FlatEvent event, long end) {}

    private Optional<Frame> frame(long at) throws IOException {
        byte[] head = bytes(at, EventFrames.HEAD_BYTES);
        if (head.length < EventFrames.HEAD_BYTES) {
            return Optional.empty();
        }
        ByteBuffer numbers = ByteBuffer.wrap(head);
        int length = numbers.getInt();
        int check = numbers.getInt();
        if (length <= 0 || length > EventFrames.MAX_BYTES) {
            return Optional.empty();
        }
        byte[] body = bytes(at + EventFrames.HEAD_BYTES, length);
        if (body.length < length) {
            return Optional.empty();
        }
        long end = at + EventFrames.HEAD_BYTES + length;
        return EventFrames.read(body, check).map(event -> new Frame(event, end));
    }

    /** So many bytes, or fewer where the file ends. */
    private byte[] bytes(long at, int length) throws IOException {
        ByteBuffer into = ByteBuffer.allocate(length);
        while (into.hasRemaining() && channel.read(into, at + into.position()) >= 0) {
            // until it is full or the file ends
        }
        byte[] read = new byte[into.position()];
        into.flip().get(read);
        return read;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
