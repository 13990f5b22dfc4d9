package dev.sallyport.auth.export;

import dev.sallyport.auth.log.LogLeaves;
import dev.sallyport.auth.log.StepThreads;
import dev.sallyport.store.Store;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All targets, each on a thread of its own. */
public final class Exports implements AutoCloseable {

    private static final int MOST_DOUBLINGS = 6;

    private final List<Exporter> exporters;
    private final StepThreads threads = new StepThreads(MOST_DOUBLINGS);

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
            case ExportTarget.Destination.ToOtlp(var url, var cluster, var tls) ->
                new OtlpSink(url, new ExportTls(tls), target.format(), cluster);
            case ExportTarget.Destination.ToKafka to -> new KafkaSink(to, new ExportTls(to.tls()), target.format());
            case ExportTarget.Destination.ToSyslog to -> new SyslogSink(to, new ExportTls(to.tls()), target.format());
        };
    }

    public void start() {
        exporters.forEach(exporter -> threads.start("export-" + exporter.name(), exporter::step));
    }

    /** How many events each target has not accepted yet, by its name. */
    public Map<String, Long> behind() {
        Map<String, Long> behind = new TreeMap<>();
        exporters.forEach(exporter -> behind.put(exporter.name(), exporter.behind()));
        return behind;
    }

    /** All events before this one were accepted by every target. */
    public long passed() {
        return exporters.stream().mapToLong(Exporter::next).min().orElse(Long.MAX_VALUE);
    }

    /** A batch under way may be cut: it is sent again at the next start. */
    @Override
    public void close() {
        threads.close();
        exporters.forEach(Exporter::close);
    }
}
