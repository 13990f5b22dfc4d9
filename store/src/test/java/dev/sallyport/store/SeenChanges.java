package dev.sallyport.store;

import dev.sallyport.store.Store.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A watch's consumer that remembers. */
final class SeenChanges implements Consumer<Change> {

    private static final long PATIENCE_SECONDS = 20;

    private final BlockingQueue<Change> seen = new LinkedBlockingQueue<>();
    private final CountDownLatch lost = new CountDownLatch(1);

    @Override
    public void accept(Change change) {
        seen.add(change);
    }

    void lost() {
        lost.countDown();
    }

    /** The next so many, as {@code put a=1 @3} or {@code deleted a @4}. */
    List<String> next(int count) throws InterruptedException {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Change change = seen.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (change == null) {
                throw new AssertionError("no further change after " + texts);
            }
            texts.add(text(change));
        }
        return texts;
    }

    boolean isEmpty() {
        return seen.isEmpty();
    }

    boolean awaitLost() throws InterruptedException {
        return lost.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    static void await(CountDownLatch latch) {
        try {
            assert latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException stopped) {
            throw new AssertionError("interrupted", stopped);
        }
    }

    private static String text(Change change) {
        return switch (change) {
            case Change.Put(String key, byte[] value, long revision) ->
                "put " + key + "=" + new String(value, java.nio.charset.StandardCharsets.UTF_8) + " @" + revision;
            case Change.Deleted(String key, long revision) -> "deleted " + key + " @" + revision;
        };
    }
}
