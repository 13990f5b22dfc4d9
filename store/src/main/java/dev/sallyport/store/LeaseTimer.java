package dev.sallyport.store;

import dev.sallyport.model.Failure;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Ends leases in the background, so that watches hear of it also when nobody writes. What readers see does not depend
 * on it. Runs from the first lease on.
 */
final class LeaseTimer implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Runnable expire;
    private final AtomicBoolean started = new AtomicBoolean();
    private volatile boolean closed;
    private volatile @Nullable Thread thread;

    LeaseTimer(Runnable expire) {
        this.expire = expire;
    }

    void start() {
        if (!closed && started.compareAndSet(false, true)) {
            thread = Thread.ofVirtual().name("store-leases").start(this::run);
        }
    }

    private void run() {
        try {
            while (!closed) {
                Thread.sleep(PAUSE);
                expire();
            }
        } catch (InterruptedException stopped) {
            closed = true;
        }
    }

    private void expire() {
        try {
            expire.run();
        } catch (Failure storage) {
            // Whoever writes next hears of the same failure; this tries again.
            return;
        }
    }

    @Override
    public void close() {
        closed = true;
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
    }
}
