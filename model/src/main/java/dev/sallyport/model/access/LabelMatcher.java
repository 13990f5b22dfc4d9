package dev.sallyport.model.access;

import java.util.List;
import java.util.Map;

/**
 * Which resources a role means: label name to allowed values. All names must match (AND), by one of their values (OR);
 * {@code "*"} as a value is any value, as the only name with the value {@code "*"} any resource. Empty matches nothing.
 */
public record LabelMatcher(Map<String, List<String>> wanted) {

    public static final LabelMatcher NOTHING = new LabelMatcher(Map.of());
    public static final LabelMatcher EVERYTHING = new LabelMatcher(Map.of("*", List.of("*")));

    public LabelMatcher {
        wanted = Map.copyOf(wanted);
    }

    public boolean matches(Map<String, String> labels) {
        return !wanted.isEmpty()
                && wanted.entrySet().stream().allMatch(want -> matchesOne(want.getKey(), want.getValue(), labels));
    }

    private static boolean matchesOne(String name, List<String> values, Map<String, String> labels) {
        if (name.equals("*")) {
            return values.contains("*");
        }
        String value = labels.get(name);
        return value != null && (values.contains("*") || values.contains(value));
    }
}
