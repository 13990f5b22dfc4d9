package dev.sallyport.auth.export;

import dev.sallyport.auth.log.LogLeaves;
import dev.sallyport.auth.log.StepThreads.Step;
import dev.sallyport.auth.state.Keyspace;
import dev.sallyport.model.Failure;
import dev.sallyport.store.Store;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One target: reads a batch, sends it, then moves the cursor. A crash between the last two sends the batch again; nothing is
 * kept in memory beyond the batch, so a target that is away for a week only has a cursor that is a week old.
 */
final class Exporter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Exporter.class);

    /** Events of a batch. */
    static final int BATCH = 500;

    private final String name;
    private final Sink sink;
    private final LogLeaves leaves;
    private final Store store;
    private volatile Optional<String> trouble = Optional.empty();

    Exporter(String name, Sink sink, LogLeaves leaves, Store store) {
        this.name = name;
        this.sink = sink;
        this.leaves = leaves;
        this.store = store;
    }

    /** Sends the next batch, if there is one. */
    Step step() {
        try {
            long next = cursor();
            List<ExportedEvent> batch = leaves.entries(next, BATCH).stream()
                    .map(entry -> new ExportedEvent(entry.event(), entry.index(), entry.bytes()))
                    .toList();
            if (batch.isEmpty()) {
                trouble = Optional.empty();
                return overGone(next);
            }
            sink.send(batch);
            move(batch.getLast().index() + 1);
            trouble = Optional.empty();
            return Step.DONE;
        } catch (IOException | Failure e) {
            String why = e instanceof Failure failure ? failure.text() : e.toString();
            if (!trouble.equals(Optional.of(why))) {
                LOG.warn("event=export_waits target={} reason={}", name, why);
            }
            trouble = Optional.of(why);
            return Step.FAILED;
        }
    }

    /** Entries that were removed are not waited for. */
    private Step overGone(long next) {
        long end = Math.min(next + BATCH, leaves.count());
        if (end <= next) {
            return Step.IDLE;
        }
        move(end);
        return Step.DONE;
    }

    /** How many events the target has not accepted yet. */
    long behind() {
        return Math.max(0, leaves.count() - cursor());
    }

    /** The number of the next event that the target has not accepted. */
    long next() {
        return cursor();
    }

    String name() {
        return name;
    }

    /** Why the last batch was not accepted; empty where it was. */
    Optional<String> trouble() {
        return trouble;
    }

    @Override
    public void close() {
        sink.close();
    }

    private long cursor() {
        return store.get(Keyspace.EXPORTS + name)
                .map(entry -> ByteBuffer.wrap(entry.value()).getLong())
                .orElse(0L);
    }

    private void move(long next) {
        store.put(
                Keyspace.EXPORTS + name,
                ByteBuffer.allocate(Long.BYTES).putLong(next).array());
    }
}
