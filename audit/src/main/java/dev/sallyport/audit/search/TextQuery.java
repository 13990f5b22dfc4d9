package dev.sallyport.audit.search;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.util.Locale;
import java.util.Optional;

/** What is looked for: a part of a line, upper and lower case alike. */
public final class TextQuery {

    /** Fewer characters would be in every recording. */
    public static final int LEAST = 3;

    private static final int MOST = 200;
    /** Characters of a line before and after what was found. */
    private static final int CONTEXT = 80;

    private final String folded;

    /** @throws Failure INVALID where it is too short or too long to be looked for */
    public TextQuery(String text) {
        folded = fold(text);
        if (folded.codePointCount(0, folded.length()) < LEAST || folded.length() > MOST) {
            throw Failure.of(FailureCode.INVALID, "search for " + LEAST + " to " + MOST + " characters of one line");
        }
    }

    static String fold(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    String folded() {
        return folded;
    }

    /** The part of the line around what was found; empty where it is not in it. */
    public Optional<String> find(String line) {
        int at = fold(line).indexOf(folded);
        if (at < 0) {
            return Optional.empty();
        }
        int from = boundary(line, at - CONTEXT);
        int to = boundary(line, at + folded.length() + CONTEXT);
        return Optional.of((from > 0 ? "…" : "") + line.substring(from, to).strip() + (to < line.length() ? "…" : ""));
    }

    private static int boundary(String line, int wanted) {
        int at = Math.clamp(wanted, 0, line.length());
        boolean within = at > 0 && at < line.length() && Character.isLowSurrogate(line.charAt(at));
        return within ? at - 1 : at;
    }
}
