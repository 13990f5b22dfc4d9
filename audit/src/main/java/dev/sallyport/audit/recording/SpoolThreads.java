package dev.sallyport.audit.recording;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * The threads of a spool: platform threads that pack (compressing holds a processor, and must not hold a carrier of
 * virtual threads), and one that ticks while anything is being recorded.
 */
final class SpoolThreads implements AutoCloseable {

    private static final long TICK_MILLIS = 100;

    private final ExecutorService packing;
    private final ScheduledExecutorService ticking =
            Executors.newSingleThreadScheduledExecutor(daemon("recording-tick"));
    private final AtomicBoolean awake = new AtomicBoolean();

    SpoolThreads(int packers) {
        this.packing = Executors.newFixedThreadPool(packers, daemon("recording-packer"));
    }

    Executor packing() {
        return packing;
    }

    /** Ticks until {@code tick} says that there is nothing to tick for. */
    void wake(BooleanSupplier tick) {
        if (awake.compareAndSet(false, true)) {
            schedule(tick);
        }
    }

    private void schedule(BooleanSupplier tick) {
        ticking.schedule(() -> again(tick), TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void again(BooleanSupplier tick) {
        if (tick.getAsBoolean()) {
            schedule(tick);
            return;
        }
        awake.set(false);
        // Something may have begun between the answer and here; its own call of wake() found us awake.
        if (tick.getAsBoolean()) {
            wake(tick);
        }
    }

    private static java.util.concurrent.ThreadFactory daemon(String name) {
        return Thread.ofPlatform().daemon().name(name).factory();
    }

    @Override
    public void close() {
        ticking.shutdownNow();
        packing.shutdown();
    }
}
