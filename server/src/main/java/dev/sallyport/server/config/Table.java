package dev.sallyport.server.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A section that was read: key to value, defaults filled in, each of the type that its shape says. Asking for a key that
 * the schema does not have is a defect and fails.
 */
final class Table {

    private final Map<String, Optional<Object>> values;
    private final Optional<String> place;

    /** @param place where the section begins; empty where the file does not have it */
    Table(Map<String, Optional<Object>> values, Optional<String> place) {
        this.values = Map.copyOf(values);
        this.place = place;
    }

    /** Whether the file has this section at all. */
    boolean written() {
        return place.isPresent();
    }

    /** Where to point when something is missing in this section. */
    String place(String otherwise) {
        return place.orElse(otherwise);
    }

    boolean has(String key) {
        return value(key).isPresent();
    }

    Table section(String key) {
        return get(key, Table.class);
    }

    String text(String key) {
        return get(key, String.class);
    }

    Optional<String> maybeText(String key) {
        return value(key).map(String.class::cast);
    }

    Optional<Path> maybePath(String key) {
        return value(key).map(Path.class::cast);
    }

    boolean flag(String key) {
        return get(key, Boolean.class);
    }

    int count(String key) {
        return Math.toIntExact(get(key, Long.class));
    }

    /** Empty where it is not written. */
    Optional<Duration> maybeTime(String key) {
        return value(key).map(Duration.class::cast);
    }

    Optional<Integer> maybeCount(String key) {
        return value(key).map(Long.class::cast).map(Math::toIntExact);
    }

    Duration time(String key) {
        return get(key, Duration.class);
    }

    List<String> texts(String key) {
        return list(key, String.class);
    }

    List<Table> sections(String key) {
        return list(key, Table.class);
    }

    Map<String, String> labels(String key) {
        Map<String, String> labels = new java.util.LinkedHashMap<>();
        value(key).ifPresent(found -> ((Map<?, ?>) found).forEach((k, v) -> labels.put((String) k, (String) v)));
        return labels;
    }

    private <T> List<T> list(String key, Class<T> type) {
        return value(key)
                .map(found -> ((List<?>) found).stream().map(type::cast).toList())
                .orElse(List.of());
    }

    private <T> T get(String key, Class<T> type) {
        return type.cast(value(key).orElseThrow(() -> new IllegalStateException("no value and no default: " + key)));
    }

    private Optional<Object> value(String key) {
        Optional<Object> found = values.get(key);
        if (found == null) {
            throw new IllegalStateException("not in the schema: " + key);
        }
        return found;
    }
}
