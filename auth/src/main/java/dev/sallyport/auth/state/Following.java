package dev.sallyport.auth.state;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.store.Store;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows what the store has under a prefix, for whoever holds it in memory: it is read whole, then changes are handed on, and
 * when the thread is lost it is read whole again. While that does not succeed the memory is old, and {@link #requireCurrent}
 * lets nobody decide by it.
 */
public final class Following implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Following.class);

    private final Store store;
    private final String prefix;
    private final Runnable whole;
    private final Consumer<Store.Change> each;
    private final Runnable caughtUp;
    private final AtomicReference<Store.@Nullable Watch> watch = new AtomicReference<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    /** How often the thread was lost, and how many of these times were made up for. */
    private final AtomicLong lost = new AtomicLong();

    private final AtomicLong found = new AtomicLong();
    private final ReentrantLock turn = new ReentrantLock();

    private Following(Store store, String prefix, Runnable whole, Consumer<Store.Change> each, Runnable caughtUp) {
        this.caughtUp = caughtUp;
        this.store = store;
        this.prefix = prefix;
        this.whole = whole;
        this.each = each;
    }

    /**
     * Reads, and begins to follow.
     *
     * @param whole reads all that there is, in the place of what was held before
     * @param each takes one change in; called from one thread at a time
     * @param caughtUp run when all was read again after the thread was lost
     * @throws Failure where the store cannot be read
     */
    public static Following start(
            Store store, String prefix, Runnable whole, Consumer<Store.Change> each, Runnable caughtUp) {
        Following following = new Following(store, prefix, whole, each, caughtUp);
        following.follow();
        return following;
    }

    /** The same, where a change is taken in by reading all, and somebody is told then. */
    public static Following start(Store store, String prefix, Runnable whole, Runnable changed) {
        return start(
                store,
                prefix,
                whole,
                _ -> {
                    whole.run();
                    changed.run();
                },
                changed);
    }

    /** Catches up where following broke off. */
    public void upkeep() {
        if (isBehind()) {
            again();
        }
    }

    /**
     * Returns where what is held is what the store has, but for changes that are on their way.
     *
     * @throws Failure UNAVAILABLE where following broke off and does not begin again
     */
    public void requireCurrent() {
        upkeep();
        if (isBehind()) {
            throw Failure.of(
                    FailureCode.UNAVAILABLE,
                    "auth does not know what changed of " + prefix
                            + " and decides nothing by what it knew: look into its log, and try again");
        }
    }

    private boolean isBehind() {
        return found.get() < lost.get();
    }

    /** Never waits for another thread that is at it: that one may wait for the watch whose thread this is. */
    private void again() {
        if (!turn.tryLock()) {
            return;
        }
        try {
            long times = lost.get();
            LOG.warn("event=watch_lost prefix={}", prefix);
            follow();
            found.set(times);
        } catch (RuntimeException e) {
            LOG.error("event=watch_not_resumed prefix={} reason={}", prefix, e.toString());
            return;
        } finally {
            turn.unlock();
        }
        caughtUp.run();
    }

    private void lost() {
        lost.incrementAndGet();
        again();
    }

    private void follow() {
        if (closed.get()) {
            return;
        }
        long from = store.revision();
        whole.run();
        Store.Watch next = store.watch(prefix, from, each, this::lost);
        Store.Watch before = watch.getAndSet(next);
        if (before != null) {
            before.close();
        }
    }

    @Override
    public void close() {
        closed.set(true);
        Store.Watch last = watch.getAndSet(null);
        if (last != null) {
            last.close();
        }
    }
}
