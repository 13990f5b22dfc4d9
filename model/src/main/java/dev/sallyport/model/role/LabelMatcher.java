package dev.sallyport.model.role;

import dev.sallyport.model.expression.Bindings;
import java.util.List;
import java.util.Map;

/**
 * Which resources a role means: label name to patterns of values. All names must match (AND), by one of their patterns
 * (OR); the name {@code *} with the pattern {@code *} means any resource. Empty matches nothing.
 */
public record LabelMatcher(Map<String, List<TextPattern>> wanted) {

    public static final LabelMatcher NOTHING = new LabelMatcher(Map.of());
    public static final LabelMatcher EVERYTHING = new LabelMatcher(Map.of("*", List.of(new TextPattern.Any())));

    public LabelMatcher {
        wanted = Map.copyOf(wanted);
    }

    public boolean isEmpty() {
        return wanted.isEmpty();
    }

    /** @param user what templates are filled with */
    public boolean matches(Map<String, String> labels, Bindings user) {
        if (wanted.isEmpty()) {
            return false;
        }
        for (Map.Entry<String, List<TextPattern>> want : wanted.entrySet()) {
            if (!matchesOne(want.getKey(), want.getValue(), labels, user)) {
                return false;
            }
        }
        return true;
    }

    /** Whether there can be a user for whom {@link #matches} holds. */
    public boolean mayMatch(Map<String, String> labels) {
        return !wanted.isEmpty()
                && wanted.entrySet().stream().allMatch(want -> mayMatchOne(want.getKey(), want.getValue(), labels));
    }

    private static boolean mayMatchOne(String name, List<TextPattern> patterns, Map<String, String> labels) {
        if (name.equals("*")) {
            return patterns.contains(new TextPattern.Any());
        }
        String value = labels.get(name);
        return value != null
                && patterns.stream()
                        .anyMatch(pattern ->
                                pattern instanceof TextPattern.Filled || pattern.matches(value, new Bindings()));
    }

    private static boolean matchesOne(
            String name, List<TextPattern> patterns, Map<String, String> labels, Bindings user) {
        if (name.equals("*")) {
            return patterns.contains(new TextPattern.Any());
        }
        String value = labels.get(name);
        if (value == null) {
            return false;
        }
        for (TextPattern pattern : patterns) {
            if (pattern.matches(value, user)) {
                return true;
            }
        }
        return false;
    }
}
