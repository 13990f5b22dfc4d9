package dev.sallyport.cli.command;

import dev.sallyport.api.GrpcFailures;
import dev.sallyport.api.v1.ReadRecordingRequest;
import dev.sallyport.api.v1.RecordingChunk;
import dev.sallyport.audit.recording.RecordingChunks;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The chunks of a recording as they arrive, some at a time, so that a reader that takes hours holds nothing at auth and little here. A
 * call that fails is a failure at any of them.
 */
final class ArrivingChunks implements Iterator<byte[]> {

    private static final int AT_ONCE = 16;

    private final Function<ReadRecordingRequest, Iterator<RecordingChunk>> call;
    private final String session;
    private final boolean follow;
    private Iterator<RecordingChunk> piece;
    private @Nullable RecordingChunk next;
    private int index;
    private boolean over;
    private String picture = "";
    /** By the index of the chunk that brings it: the first, and those that were packed after a crash. */
    private final Map<Integer, byte[]> keys = new HashMap<>();

    /**
     * Asks for the first.
     *
     * @param call {@code ReadRecording}
     * @param at begin where playing at this time begins: chunk 0, then others
     * @param follow wait for what comes while the session runs
     */
    ArrivingChunks(
            Function<ReadRecordingRequest, Iterator<RecordingChunk>> call,
            String session,
            OptionalLong at,
            boolean follow) {
        this.call = call;
        this.session = session;
        this.follow = follow;
        ReadRecordingRequest.Builder first = request();
        at.ifPresent(first::setAtMicros);
        this.piece = ask(first);
    }

    private ReadRecordingRequest.Builder request() {
        return ReadRecordingRequest.newBuilder().setSessionId(session).setMaxChunks(AT_ONCE);
    }

    private Iterator<RecordingChunk> ask(ReadRecordingRequest.Builder request) {
        return GrpcFailures.calling(() -> call.apply(request.build()));
    }

    @Override
    public boolean hasNext() {
        while (next == null && !over) {
            if (GrpcFailures.calling(piece::hasNext)) {
                take(GrpcFailures.calling(piece::next));
            } else {
                int before = index;
                piece = ask(request().setFromChunk(index).setWait(follow));
                boolean none = !GrpcFailures.calling(piece::hasNext);
                over = none && !follow && before == index;
            }
        }
        return next != null;
    }

    /** An empty one says that nothing will come; one from before, that auth gives all at once. */
    private void take(RecordingChunk chunk) {
        if (chunk.getData().isEmpty() || chunk.getIndex() < index) {
            over = true;
            return;
        }
        next = chunk;
        index = chunk.getIndex() + 1;
        if (!chunk.getContentKey().isEmpty()) {
            keys.put(chunk.getIndex(), chunk.getContentKey().toByteArray());
        }
        if (!chunk.getPicture().isEmpty()) {
            picture = chunk.getPicture().toStringUtf8();
        }
    }

    @Override
    public byte[] next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException("the recording has no more chunks");
        }
        byte[] chunk = next.getData().toByteArray();
        next = null;
        over |= RecordingChunks.isLast(chunk);
        return chunk;
    }

    /** The key that came with a chunk; none where the recording is not encrypted, or not for the cluster. */
    Optional<byte[]> keyOf(int chunk) {
        return Optional.ofNullable(keys.get(chunk));
    }

    /** What draws the screen as it was before the chunk that came last; empty where nothing does. Once. */
    String takePicture() {
        String taken = picture;
        picture = "";
        return taken;
    }
}
