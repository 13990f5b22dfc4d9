package dev.sallyport.audit.blob;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** The same for many things, some at a time: each waits for an answer from far away. */
public final class Together {

    private static final int AT_A_TIME = 16;

    private Together() {}

    /** Returns when all are done. @throws Failure the first that failed; others may be done or not */
    public static <T> void each(List<T> things, Consumer<T> step) {
        try (ExecutorService threads = Executors.newFixedThreadPool(
                AT_A_TIME, Thread.ofVirtual().name("together-", 0).factory())) {
            List<Future<?>> steps = new ArrayList<>();
            things.forEach(thing -> steps.add(threads.submit(() -> step.accept(thing))));
            try {
                for (Future<?> one : steps) {
                    Object _ = one.get();
                }
            } catch (ExecutionException e) {
                threads.shutdownNow();
                throw e.getCause() instanceof Failure failure ? failure : new IllegalStateException(e.getCause());
            } catch (InterruptedException e) {
                threads.shutdownNow();
                Thread.currentThread().interrupt();
                throw Failure.of(FailureCode.UNAVAILABLE, "auth is stopping", e);
            }
        }
    }
}
