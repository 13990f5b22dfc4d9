package dev.sallyport.auth.log;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads on which somebody follows the log step by step: at once after a step that did something, a second later where there was
 * nothing to do, and less and less often while steps fail.
 */
public final class StepThreads implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StepThreads.class);
    private static final long IDLE_MILLIS = 1_000;
    private static final long JOIN_MILLIS = 2_000;

    private final int mostDoublings;
    private final List<Thread> threads = new ArrayList<>();

    /** How a step went. */
    public enum Step {
        DONE,
        /** There was nothing to do. */
        IDLE,
        /** The same step is due again. */
        FAILED
    }

    /** @param mostDoublings of the second between steps that fail */
    public StepThreads(int mostDoublings) {
        this.mostDoublings = mostDoublings;
    }

    /** Begins to take steps, on one thread more. */
    public void start(String name, Supplier<Step> steps) {
        threads.add(Thread.ofPlatform().daemon().name(name).start(() -> run(name, steps)));
    }

    private void run(String name, Supplier<Step> steps) {
        try {
            int failed = 0;
            while (!Thread.currentThread().isInterrupted()) {
                switch (steps.get()) {
                    case DONE -> failed = 0;
                    case IDLE -> {
                        failed = 0;
                        Thread.sleep(IDLE_MILLIS);
                    }
                    case FAILED -> {
                        Thread.sleep(IDLE_MILLIS << failed);
                        failed = Math.min(failed + 1, mostDoublings);
                    }
                }
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("event=steps_defect name={}", name, e);
        }
    }

    /** A step under way may be cut. */
    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
        threads.forEach(StepThreads::join);
    }

    private static void join(Thread thread) {
        try {
            thread.join(JOIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
