package dev.sallyport.model.expression;

import java.util.List;

/**
 * A text in which {@code *} stands for any characters. Its parts are looked for from left to right, each once.
 *
 * @param parts what stands before, between and behind the stars; at least two
 */
public record Glob(List<String> parts) {

    public Glob {
        parts = List.copyOf(parts);
    }

    /** Reads a text with at least one star. */
    public static Glob of(String source) {
        return new Glob(List.of(source.split("\\*", -1)));
    }

    /** As written. */
    public String source() {
        return String.join("*", parts);
    }

    /** Whether the whole text fits. */
    public boolean matches(String text) {
        String first = parts.getFirst();
        String last = parts.getLast();
        if (text.length() < first.length() + last.length() || !text.startsWith(first) || !text.endsWith(last)) {
            return false;
        }
        int at = first.length();
        int end = text.length() - last.length();
        for (String part : parts.subList(1, parts.size() - 1)) {
            int found = text.indexOf(part, at);
            if (found < 0 || found + part.length() > end) {
                return false;
            }
            at = found + part.length();
        }
        return true;
    }
}
