package dev.sallyport.server.diagnostics;

import dev.sallyport.model.Metric;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Figures of the process, under the names that Prometheus' own libraries use. */
final class ProcessMetrics {

    private static final int PAGE_BYTES = 4096;
    private static final Path SELF = Path.of("/proc/self");

    private ProcessMetrics() {}

    static List<Metric> now() {
        List<Metric> metrics = new ArrayList<>();
        Runtime runtime = Runtime.getRuntime();
        metrics.add(Metric.gauge(
                "process_start_time_seconds",
                "Start of the process, Unix time.",
                ManagementFactory.getRuntimeMXBean().getStartTime() / 1000.0));
        metrics.add(Metric.gauge(
                "jvm_memory_heap_used_bytes", "Heap in use.", (double) (runtime.totalMemory() - runtime.freeMemory())));
        metrics.add(Metric.gauge("jvm_memory_heap_max_bytes", "Heap at most.", (double) runtime.maxMemory()));
        try (Stream<Path> open = Files.list(SELF.resolve("fd"))) {
            String[] statm = Files.readString(SELF.resolve("statm")).split(" ", -1);
            metrics.add(Metric.gauge(
                    "process_resident_memory_bytes",
                    "Memory that is resident.",
                    Double.parseDouble(statm[1]) * PAGE_BYTES));
            metrics.add(Metric.gauge("process_open_fds", "Open file descriptors.", (double) open.count()));
        } catch (IOException e) {
            // No /proc here: then without these two.
        }
        return metrics;
    }
}
