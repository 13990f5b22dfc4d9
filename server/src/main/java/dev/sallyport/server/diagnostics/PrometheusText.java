package dev.sallyport.server.diagnostics;

import dev.sallyport.model.Metric;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Figures in Prometheus' text format 0.0.4. Written here in a few lines, because the client libraries cost an agent more
 * memory than its tunnel does.
 */
final class PrometheusText {

    static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private PrometheusText() {}

    static String of(Collection<Metric> metrics) {
        Map<String, List<Metric>> byName =
                metrics.stream().collect(Collectors.groupingBy(Metric::name, LinkedHashMap::new, Collectors.toList()));
        StringBuilder text = new StringBuilder();
        byName.forEach((name, same) -> {
            Metric first = same.getFirst();
            text.append("# HELP ")
                    .append(name)
                    .append(' ')
                    .append(escape(first.help()))
                    .append('\n');
            text.append("# TYPE ").append(name).append(' ');
            text.append(first.kind().name().toLowerCase(Locale.ROOT)).append('\n');
            same.forEach(metric -> line(text, metric));
        });
        return text.toString();
    }

    private static void line(StringBuilder text, Metric metric) {
        text.append(metric.name());
        if (!metric.labels().isEmpty()) {
            text.append(new TreeMap<>(metric.labels())
                    .entrySet().stream()
                            .map(label -> label.getKey() + "=\""
                                    + escape(label.getValue()).replace("\"", "\\\"") + "\"")
                            .collect(Collectors.joining(",", "{", "}")));
        }
        text.append(' ').append(number(metric.value())).append('\n');
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    private static String escape(String text) {
        return text.replace("\\", "\\\\").replace("\n", "\\n");
    }
}
