package dev.sallyport.model.expression;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/**
 * Regular expressions in RE2 syntax. They match a text in time proportional to it, so no pattern and no text can stop a
 * decision; what is left to bound is the size of the compiled pattern.
 */
public final class Patterns {

    static final int LONGEST = 1024;
    static final long LARGEST = 10_000;

    private Patterns() {}

    /** @throws ExpressionException where it is not a pattern, or one too large */
    public static Pattern compile(String source) {
        if (source.length() > LONGEST) {
            throw new ExpressionException(
                    1, "a pattern of " + source.length() + " characters: expected at most " + LONGEST);
        }
        if (PatternSize.of(source) > LARGEST) {
            throw new ExpressionException(
                    1, "the counts in braces repeat more than " + LARGEST + " characters: expected a smaller pattern");
        }
        try {
            return Pattern.compile(source);
        } catch (PatternSyntaxException e) {
            throw new ExpressionException(
                    Math.max(1, source.indexOf(e.getPattern()) + 1),
                    "not a regular expression: " + e.getDescription() + " (RE2 syntax)");
        }
    }
}
