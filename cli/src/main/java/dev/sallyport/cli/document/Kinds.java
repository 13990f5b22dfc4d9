package dev.sallyport.cli.document;

import dev.sallyport.api.v1.Role;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The kinds of documents, and how each looks. */
public final class Kinds {

    private static final Map<String, Shape> BY_NAME =
            new TreeMap<>(Map.of("role", new Shape.AsIs(Role.getDefaultInstance())));

    private Kinds() {}

    /** All names. */
    public static List<String> names() {
        return List.copyOf(BY_NAME.keySet());
    }

    static Optional<Shape> shape(String kind) {
        return Optional.ofNullable(BY_NAME.get(kind));
    }
}
