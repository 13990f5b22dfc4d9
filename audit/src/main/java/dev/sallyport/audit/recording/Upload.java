package dev.sallyport.audit.recording;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;

/** One recording on its way. For one thread at a time. */
final class Upload implements AutoCloseable {

    private final UUID session;
    private final ChunkSink sink;
    private final ChunkReader reader;

    /** Asks the sink where to go on. */
    Upload(UUID session, RecordingSpool spool, ChunkSink sink) throws IOException {
        this.session = session;
        this.sink = sink;
        int durable = sink.durableChunks(session.toString());
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

    /** Uploads what is there by now. */
    RecordingSummary advance() throws IOException {
        for (Optional<byte[]> chunk = reader.next(); chunk.isPresent(); chunk = reader.next()) {
            ChunkChain chain = reader.chain();
            boolean last = chain.state() != RecordingState.RUNNING;
            sink.put(session.toString(), chain.next() - 1, chunk.get(), last);
        }
        return reader.chain().summary(session);
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
