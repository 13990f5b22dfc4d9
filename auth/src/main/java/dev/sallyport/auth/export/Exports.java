package dev.sallyport.auth.export;

import dev.sallyport.auth.log.LogLeaves;
import dev.sallyport.store.Store;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All targets, each on a thread of its own. */
public final class Exports implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Exports.class);
    private static final long IDLE_MILLIS = 1_000;
    private static final int MOST_DOUBLINGS = 6;
    private static final long JOIN_MILLIS = 2_000;

    private final List<Exporter> exporters;
    private final List<Thread> threads = new ArrayList<>();

    public Exports(List<ExportTarget> targets, LogLeaves leaves, Store store) {
        exporters = targets.stream()
                .map(target -> new Exporter(target.name(), sink(target), leaves, store))
                .toList();
    }

    private static Sink sink(ExportTarget target) {
        return switch (target.destination()) {
            case ExportTarget.Destination.ToFile(var path) -> new FileSink(path, target.format());
            case ExportTarget.Destination.ToStandardOutput() ->
                new StreamSink(new FileOutputStream(FileDescriptor.out), target.format());
            case ExportTarget.Destination.ToHttp(var url, var tls) ->
                new HttpSink(url, new ExportTls(tls), target.format());
            case ExportTarget.Destination.ToSyslog to -> new SyslogSink(to, new ExportTls(to.tls()), target.format());
        };
    }

    public void start() {
        exporters.forEach(exporter -> threads.add(
                Thread.ofPlatform().daemon().name("export-" + exporter.name()).start(() -> run(exporter))));
    }

    private static void run(Exporter exporter) {
        try {
            int failed = 0;
            while (!Thread.currentThread().isInterrupted()) {
                switch (exporter.step()) {
                    case SENT -> failed = 0;
                    case IDLE -> {
                        failed = 0;
                        Thread.sleep(IDLE_MILLIS);
                    }
                    case FAILED -> {
                        Thread.sleep(IDLE_MILLIS << failed);
                        failed = Math.min(failed + 1, MOST_DOUBLINGS);
                    }
                }
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("event=export_defect target={}", exporter.name(), e);
        }
    }

    /** How many events each target has not accepted yet, by its name. */
    public Map<String, Long> behind() {
        Map<String, Long> behind = new TreeMap<>();
        exporters.forEach(exporter -> behind.put(exporter.name(), exporter.behind()));
        return behind;
    }

    /** A batch under way may be cut: it is sent again at the next start. */
    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
        threads.forEach(Exports::join);
    }

    private static void join(Thread thread) {
        try {
            thread.join(JOIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
