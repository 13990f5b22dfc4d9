package dev.sallyport.store;

import dev.sallyport.store.Store.Change;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * The running watches of a store. Each reads the history at its own pace, so a slow one costs no memory and delays
 * nobody; one that falls behind what history keeps is told that it is lost.
 */
final class Watches implements AutoCloseable {

    private static final int PAGE = 256;

    private final ChangeHistory history;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Set<Running> running = ConcurrentHashMap.newKeySet();
    private boolean closed;

    Watches(ChangeHistory history) {
        this.history = history;
    }

    Store.Watch start(String prefix, long revision, Consumer<Change> consumer, Runnable lost) {
        Running watch = new Running(Keys.bytes(prefix), revision, consumer, lost);
        running.add(watch);
        Thread.ofVirtual().name("store-watch " + prefix).start(watch);
        return watch;
    }

    /** There are new changes. */
    void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        running.forEach(Running::close);
    }

    /** One watch and its thread. */
    private final class Running implements Store.Watch, Runnable {

        private final byte[] prefix;
        private final Consumer<Change> consumer;
        private final Runnable lost;
        /** Held while the consumer is called, so that close can wait for it. */
        private final ReentrantLock calling = new ReentrantLock();

        private long revision;
        private volatile boolean stopped;

        Running(byte[] prefix, long revision, Consumer<Change> consumer, Runnable lost) {
            this.prefix = prefix;
            this.revision = revision;
            this.consumer = consumer;
            this.lost = lost;
        }

        @Override
        public void run() {
            boolean sound = false;
            try {
                while (awaitChange() && follow()) {
                    // until stopped or lost
                }
                sound = stopped || isClosed();
            } finally {
                running.remove(this);
                if (!sound) {
                    call(lost);
                }
            }
        }

        private boolean isClosed() {
            lock.lock();
            try {
                return closed;
            } finally {
                lock.unlock();
            }
        }

        /** Hands over what is new. @return false when some of it is no longer there, or this stopped */
        private boolean follow() {
            ChangeHistory.Page page = history.after(prefix, revision, PAGE);
            for (Change change : page.changes()) {
                call(() -> consumer.accept(change));
            }
            revision = page.through();
            return !stopped && !page.lost();
        }

        private void call(Runnable step) {
            calling.lock();
            try {
                if (!stopped) {
                    step.run();
                }
            } finally {
                calling.unlock();
            }
        }

        /** @return false when this stopped */
        private boolean awaitChange() {
            lock.lock();
            try {
                while (!stopped && !closed && history.revision() <= revision) {
                    changed.awaitUninterruptibly();
                }
                return !stopped && !closed;
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void close() {
            stopped = true;
            wake();
            call(() -> {});
        }
    }
}
