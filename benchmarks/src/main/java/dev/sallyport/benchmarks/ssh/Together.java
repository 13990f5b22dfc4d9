package dev.sallyport.benchmarks.ssh;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The same session many times, some at once. */
final class Together {

    private Together() {}

    /** Runs {@code true} in {@code count} sessions, {@code parallel} at a time; sessions a second. */
    static double sessionsPerSecond(Lane lane, int count, int parallel)
            throws InterruptedException, ExecutionException {
        long start = System.nanoTime();
        try (ExecutorService workers = Executors.newFixedThreadPool(parallel)) {
            List<Future<Double>> running = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                running.add(workers.submit(() -> lane.seconds("true")));
            }
            for (Future<Double> each : running) {
                each.get();
            }
        }
        return count / ((System.nanoTime() - start) / 1e9);
    }
}
