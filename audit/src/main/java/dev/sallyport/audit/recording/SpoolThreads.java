package dev.sallyport.audit.recording;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * The threads of a spool: platform threads that pack (compressing holds a processor, and must not hold a carrier of
 * virtual threads), and one that ticks while anything is being recorded.
 */
final class SpoolThreads implements AutoCloseable {

    private static final int FORCERS = 2;
    private static final Duration TICK = Duration.ofMillis(100);

    private final ExecutorService packing;
    private final ExecutorService forcing;
    private final AtomicBoolean awake = new AtomicBoolean();
    private volatile boolean closed;

    SpoolThreads(int packers) {
        this.packing = Executors.newFixedThreadPool(
                packers, Thread.ofPlatform().daemon().name("recording-packer").factory());
        this.forcing = Executors.newFixedThreadPool(
                FORCERS, Thread.ofPlatform().daemon().name("recording-force").factory());
    }

    Executor packing() {
        return packing;
    }

    /** Two threads: file systems commit what several wait for at once, and one slow file does not hold up all. */
    Executor forcing() {
        return forcing;
    }

    /** Ticks until {@code tick} says that there is nothing to tick for. */
    void wake(BooleanSupplier tick) {
        if (awake.compareAndSet(false, true)) {
            Thread.ofVirtual().name("recording-tick").start(() -> run(tick));
        }
    }

    private void run(BooleanSupplier tick) {
        try {
            while (!closed && tick.getAsBoolean()) {
                Thread.sleep(TICK);
            }
        } catch (InterruptedException stopped) {
            closed = true;
        } finally {
            awake.set(false);
        }
        // A recording may have begun between the last tick and here; its own call of wake() found this thread awake.
        if (!closed && tick.getAsBoolean()) {
            wake(tick);
        }
    }

    @Override
    public void close() {
        closed = true;
        packing.shutdown();
        forcing.shutdown();
    }
}
