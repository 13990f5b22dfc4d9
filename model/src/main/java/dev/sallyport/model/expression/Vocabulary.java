package dev.sallyport.model.expression;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The names that an expression may use where it stands, and their types.
 *
 * @param types by dotted name, such as {@code user.traits}
 */
public record Vocabulary(Map<String, Type> types) {

    public Vocabulary {
        types = Map.copyOf(types);
    }

    /** These names and those of another vocabulary. */
    public Vocabulary with(Vocabulary other) {
        Map<String, Type> all = new TreeMap<>(types);
        all.putAll(other.types);
        return new Vocabulary(all);
    }

    /** Names in alphabetical order, for messages. */
    Set<String> names() {
        return new TreeSet<>(types.keySet());
    }
}
