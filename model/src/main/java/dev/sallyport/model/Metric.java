package dev.sallyport.model;

import java.util.List;
import java.util.Map;

/**
 * One figure that a role tells about itself, as of now. A role hands out a list of these; the daemon prints them. So no
 * role carries a metrics library, and an agent alone stays small.
 *
 * @param name as Prometheus wants it: {@code sallyport_proxy_connections}; a counter ends in {@code _total}
 * @param help one line for the reader
 * @param kind whether it only grows
 * @param labels names and values; few and bounded
 * @param value seconds and bytes, not parts or multiples of them
 */
public record Metric(String name, String help, Kind kind, Map<String, String> labels, double value) {

    /** How a figure moves. */
    public enum Kind {
        /** Only grows while the process lives. */
        COUNTER,
        /** Goes up and down. */
        GAUGE
    }

    /** Who can be asked for figures. */
    @FunctionalInterface
    public interface Source {
        /** All figures of now; cheap, because it is asked every few seconds. */
        List<Metric> metrics();
    }

    public Metric {
        labels = Map.copyOf(labels);
    }

    public static Metric counter(String name, String help, double value) {
        return new Metric(name, help, Kind.COUNTER, Map.of(), value);
    }

    public static Metric gauge(String name, String help, double value) {
        return new Metric(name, help, Kind.GAUGE, Map.of(), value);
    }
}
