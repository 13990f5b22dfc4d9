package dev.sallyport.auth.search;

import dev.sallyport.audit.event.FlatEvent;
import dev.sallyport.auth.log.LogLeaves;
import dev.sallyport.model.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes blocks into the index as they become whole, from a thread of its own: a search never waits for it. */
public final class Indexer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Indexer.class);
    /** Into how many parts what the index has is divided: as many times it is read until all of it is past. */
    private static final int SCANS = 64;

    private static final Duration LOOK = Duration.ofMillis(500);

    private final LogLeaves leaves;
    private final EventIndex index;
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("auth-index").factory());

    public Indexer(LogLeaves leaves, EventIndex index) {
        this.leaves = leaves;
        this.index = index;
    }

    public void start() {
        ScheduledFuture<?> _ = timer.scheduleWithFixedDelay(this::look, 0, LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Takes in every block that is whole. What fails is logged, and tried again. */
    public void look() {
        try {
            long block = index.blocks();
            while (leaves.count() >= (block + 1) * EventIndex.BLOCK && !timer.isShutdown()) {
                index.add(block, events(block));
                block++;
            }
            forgetOld();
        } catch (Failure e) {
            LOG.warn("event=index_waits reason={}", e.text());
        } catch (RuntimeException e) {
            LOG.error("event=index_defect", e);
        }
    }

    /** What is past retention goes from the index too; not for each block, for it reads all of the index. */
    private void forgetOld() {
        long past = leaves.retained() / EventIndex.BLOCK;
        long forgotten = index.forgotten();
        if (past - forgotten >= Math.max(1, (index.blocks() - forgotten) / SCANS)) {
            index.forget(past);
            LOG.info("event=index_forgot blocks={}", past - forgotten);
        }
    }

    /** All events before this one are in the index. */
    public long passed() {
        return index.blocks() * EventIndex.BLOCK;
    }

    /** An event that is gone has no terms: it keeps its place. */
    private List<FlatEvent> events(long block) {
        List<FlatEvent> events = new ArrayList<>(EventIndex.BLOCK);
        long first = block * EventIndex.BLOCK;
        leaves.walk(first, first + EventIndex.BLOCK, true, (number, event) -> {
            events.add(event.orElseGet(Indexer::gone));
            return true;
        });
        return events;
    }

    private static FlatEvent gone() {
        return new FlatEvent(
                "00000000-0000-7000-8000-000000000000", java.time.Instant.EPOCH, "gone", "GON001I", Map.of());
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
