package dev.sallyport.audit.recording;

import dev.sallyport.model.Failure;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.UUID;

/** Reads parts, one in memory at a time. */
final class PartReader implements ChunkSource {

    private final Parts parts;
    private final UUID id;
    private final int start;
    private final Deque<byte[]> chunks = new ArrayDeque<>();
    private ChunkChain chain;
    private String part = "";
    private int end;

    /**
     * @param start the first chunk of a part
     * @param offset of that in the recording
     */
    PartReader(Parts parts, UUID id, int start, long offset) {
        this.parts = parts;
        this.id = id;
        this.start = start;
        this.chain = new ChunkChain(id);
        if (start > 0) {
            ChunkHeader header = parts.header(id, start);
            if (!header.session().equals(id) || header.index() != start) {
                throw Parts.damaged(
                        Parts.name(id, start), "it has chunk " + header.index() + " of recording " + header.session());
            }
            this.chain = ChunkChain.before(header, offset);
        }
    }

    /** All chunks before this one are there, whatever is to be seen. */
    PartReader until(int chunk) {
        this.end = chunk;
        return this;
    }

    ChunkChain chain() {
        return chain;
    }

    @Override
    public Optional<byte[]> next() {
        if (chunks.isEmpty() && chain.state() == RecordingState.RUNNING) {
            open();
        }
        byte[] chunk = chunks.poll();
        if (chunk == null) {
            return Optional.empty();
        }
        try {
            ChunkHeader _ = chain.accept(chunk, chunk.length);
        } catch (Failure e) {
            throw Parts.damaged(part, e.text());
        }
        return Optional.of(chunk);
    }

    private void open() {
        part = Parts.name(id, chain.next());
        Optional<byte[]> found = chain.next() < end || chain.next() == start
                ? Optional.of(parts.fetch(id, chain.next()))
                : parts.find(id, chain.next());
        found.ifPresent(bytes -> {
            chunks.addAll(Parts.chunks(part, bytes));
            parts.list(id).add(chain.next(), bytes.length);
        });
    }

    /** Nothing is open. */
    @Override
    public void close() {
        chunks.clear();
    }
}
