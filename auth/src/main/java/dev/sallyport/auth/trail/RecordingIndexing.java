package dev.sallyport.auth.trail;

import dev.sallyport.audit.recording.ReadingKeys;
import dev.sallyport.audit.recording.RecordingChunks;
import dev.sallyport.audit.recording.RecordingReader;
import dev.sallyport.audit.recording.RecordingStore;
import dev.sallyport.audit.search.IndexSeal;
import dev.sallyport.audit.search.RecordingIndexer;
import dev.sallyport.auth.state.Keyspace;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.store.Store;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the index of each recording that is complete, one after the other, on a thread of its own: what is to be done is in the store, so
 * nothing is forgotten over a restart. A recording that cannot be indexed is logged and left out; it can be played all the same.
 */
public final class RecordingIndexing implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RecordingIndexing.class);
    private static final int AT_ONCE = 100;

    /** What could not be read or kept is tried again after this. */
    private static final long AGAIN_SECONDS = 20;

    private final Store store;
    private final RecordingStore recordings;
    private final Supplier<ReadingKeys> keys;
    private final IndexSeal seal;
    private final Semaphore work = new Semaphore(0);
    private final Thread thread =
            Thread.ofPlatform().daemon().name("recording-index").unstarted(this::run);

    public RecordingIndexing(Store store, RecordingStore recordings, Supplier<ReadingKeys> keys, IndexSeal seal) {
        this.keys = keys;
        this.store = store;
        this.recordings = recordings;
        this.seal = seal;
    }

    /** Begins with what an earlier process left. */
    public void start() {
        thread.start();
        wake();
    }

    /** There may be something to do. */
    public void wake() {
        work.release();
    }

    /** What makes a recording's turn come; in the commit that completes it. */
    static Store.Write wanted(String session) {
        return new Store.Write.Put(Keyspace.UNINDEXED + session, new byte[0], 0);
    }

    private void run() {
        Niceness.ofThisThread();
        try {
            while (true) {
                boolean _ = work.tryAcquire(AGAIN_SECONDS, TimeUnit.SECONDS);
                var _ = work.drainPermits();
                indexAll();
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void indexAll() throws InterruptedException {
        try {
            String after = "";
            List<Store.Entry> page;
            do {
                page = store.range(Keyspace.UNINDEXED, after, AT_ONCE);
                for (Store.Entry entry : page) {
                    after = entry.key();
                    if (isDone(entry.key().substring(Keyspace.UNINDEXED.length()))) {
                        store.commit(List.of(new Store.Write.Delete(entry.key(), 0)));
                    }
                    if (Thread.interrupted()) {
                        throw new InterruptedException("closed");
                    }
                }
            } while (page.size() == AT_ONCE);
        } catch (Failure notNow) {
            LOG.warn("event=recordings_not_indexed reason={}", notNow.text());
        }
    }

    /** @return false where it is worth another try, later */
    private boolean isDone(String session) {
        try (RecordingChunks chunks = recordings.read(session)) {
            RecordingIndexer.index(new RecordingReader(chunks, keys.get()), recordings.index(session), seal);
            recordings.keepIndex(session);
            return true;
        } catch (Failure | IOException e) {
            LOG.warn("event=recording_not_indexed session={} reason={}", session, e.getMessage());
            return !(e instanceof Failure failure && failure.code() == FailureCode.UNAVAILABLE);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
