package dev.sallyport.auth.search;

import dev.sallyport.auth.log.LogLeaves;
import dev.sallyport.model.Failure;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes events into the index as they come, from a thread of its own: a search never waits for it. */
public final class Indexer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Indexer.class);
    /** So many events that are past retention go from the index at once: that reads a whole group. */
    private static final int FORGOTTEN_AT_ONCE = 2_048;

    private static final Duration LOOK = Duration.ofMillis(500);

    private final LogLeaves leaves;
    private final EventIndex index;
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("auth-index").factory());

    private boolean known;

    public Indexer(LogLeaves leaves, EventIndex index) {
        this.leaves = leaves;
        this.index = index;
    }

    public void start() {
        ScheduledFuture<?> _ = timer.scheduleWithFixedDelay(this::look, 0, LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Takes in what is new. What fails is logged, and tried again. */
    public void look() {
        try {
            requireOurs();
            index.beginAt(leaves.retained());
            boolean _ = leaves.walk(index.passed(), leaves.count(), true, (_, event) -> {
                index.add(event);
                return !timer.isShutdown();
            });
            forgetOld();
        } catch (Failure e) {
            LOG.warn("event=index_waits reason={}", e.text());
        } catch (RuntimeException e) {
            LOG.error("event=index_defect", e);
        }
    }

    /** Once: while this process runs nobody puts the log back. */
    private void requireOurs() {
        if (!known && !index.isOf(leaves)) {
            LOG.warn("event=index_made_again reason=it is of another log");
            index.clear();
        }
        known = true;
    }

    private void forgetOld() {
        long past = leaves.retained();
        if (past - index.forgotten() >= FORGOTTEN_AT_ONCE) {
            index.forget(past);
            LOG.info("event=index_forgot before={}", past);
        }
    }

    /** All events before this one are in the index. */
    public long passed() {
        return index.passed();
    }

    @Override
    public void close() {
        timer.shutdown();
        try {
            if (!timer.awaitTermination(10, TimeUnit.SECONDS)) {
                LOG.warn("event=index_still_writing");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
