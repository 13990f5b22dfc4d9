package dev.sallyport.model.expression;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the names of a {@link Vocabulary} stand for in one evaluation. A name that is not bound is empty. */
public final class Bindings {

    private final Map<String, Value> values = new HashMap<>();

    /** Binds a name to one text. */
    public Bindings text(String name, String text) {
        values.put(name, new Value.Text(text));
        return this;
    }

    /** Binds a name to texts. */
    public Bindings texts(String name, List<String> texts) {
        values.put(name, new Value.Texts(texts));
        return this;
    }

    /** Binds a name to labels: one text for each. */
    public Bindings labels(String name, Map<String, String> labels) {
        values.put(name, new Value.Labels(labels));
        return this;
    }

    /** Binds a name to traits: any number of texts for each. */
    public Bindings traits(String name, Map<String, List<String>> traits) {
        values.put(name, new Value.Traits(traits));
        return this;
    }

    /** Binds a name to a yes or no. */
    public Bindings flag(String name, boolean holds) {
        values.put(name, new Value.Flag(holds));
        return this;
    }

    Value of(String name, Type type) {
        Value bound = values.get(name);
        return bound == null ? empty(type) : bound;
    }

    private static Value empty(Type type) {
        return switch (type) {
            case TEXT -> new Value.Text("");
            case TEXTS -> new Value.Texts(List.of());
            case FLAG -> new Value.Flag(false);
            case LABELS -> new Value.Labels(Map.of());
            case TRAITS -> new Value.Traits(Map.of());
            case PATTERN -> throw new IllegalArgumentException("no name stands for a pattern");
        };
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bindings bindings && bindings.values.equals(values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }
}
