package dev.sallyport.audit.recording;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** One recording on its way. For one thread at a time. */
final class Upload implements AutoCloseable {

    private final UUID session;
    private final ChunkSink sink;
    private final ChunkReader reader;

    /**
     * Finds out where to go on.
     *
     * @param fresh the sink cannot have anything of it yet; if it has after all, it refuses what is not the same
     */
    Upload(UUID session, RecordingSpool spool, ChunkSink sink, boolean fresh) throws IOException {
        this.session = session;
        this.sink = sink;
        int durable = fresh ? 0 : sink.durableChunks(session.toString());
        this.reader = spool.read(session);
        for (int i = 0; i < durable; i++) {
            skip(durable);
        }
    }

    private void skip(int durable) throws IOException {
        if (reader.next().isEmpty()) {
            reader.close();
            throw Failure.of(
                    FailureCode.CONFLICT,
                    "recording " + session + ": " + durable
                            + " chunks are stored, more than the spool has. The spool lost some");
        }
    }

    /**
     * Uploads what is there by now, many chunks at a time: each call costs the sink a write to the disk that it waits for. What
     * comes meanwhile is left for the next turn, or a busy session would go up chunk by chunk.
     */
    RecordingSummary advance() throws IOException {
        boolean more = true;
        while (more) {
            List<byte[]> some = new ArrayList<>();
            more = fill(some);
            if (!some.isEmpty()) {
                ChunkChain chain = reader.chain();
                boolean last = chain.state() != RecordingState.RUNNING;
                sink.put(session.toString(), chain.next() - some.size(), some, last);
            }
        }
        return reader.chain().summary(session);
    }

    /** Takes what one call carries. @return false when there was less */
    private boolean fill(List<byte[]> some) throws IOException {
        long bytes = 0;
        while (some.size() < ChunkSink.MAX_CHUNKS && bytes + ChunkHeader.MAX_CHUNK <= ChunkSink.MAX_BYTES) {
            Optional<byte[]> chunk = reader.next();
            if (chunk.isEmpty()) {
                return false;
            }
            some.add(chunk.get());
            bytes += chunk.get().length;
        }
        return true;
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
