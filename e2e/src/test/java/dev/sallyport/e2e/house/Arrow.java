package dev.sallyport.e2e.house;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A way that imports may take, with the reason. {@code from} and {@code to} are packages with all below them: of this
 * project without the {@code dev.sallyport.} in front, or of a library in full. {@code all} stands for every package of the project.
 */
record Arrow(String from, String to, String reason) {

    private static final Pattern LINE = Pattern.compile("(\\S+)\\s+->\\s+(\\S+)\\s+(\\S.*\\S)");
    private static final String PROJECT = "dev.sallyport.";

    static List<Arrow> read() {
        return Project.rules("docs/reference/arrows.txt").stream()
                .map(Arrow::parse)
                .toList();
    }

    private static Arrow parse(String line) {
        Matcher parts = LINE.matcher(line);
        if (!parts.matches()) {
            throw new IllegalStateException("docs/reference/arrows.txt: expected 'from -> to  reason', got: " + line);
        }
        return new Arrow(parts.group(1), parts.group(2), parts.group(3));
    }

    /** Whether a class of package {@code origin} may use one of package {@code target} by this arrow. */
    boolean allows(String origin, String target) {
        return (from.equals("all") || below(PROJECT + from, origin))
                && (below(to, target) || below(PROJECT + to, target));
    }

    private static boolean below(String prefix, String name) {
        return name.equals(prefix) || name.startsWith(prefix + ".");
    }

    @Override
    public String toString() {
        return from + " -> " + to;
    }
}
