package dev.sallyport.model.role;

import dev.sallyport.model.expression.Expression;
import java.util.Optional;

/**
 * How many reviews decide.
 *
 * @param approvals so many approve; at least 1
 * @param denials so many deny; at least 1
 * @param filter whose reviews count, as {@code Words.REVIEW} names things; none: those of all
 */
public record Threshold(int approvals, int denials, Optional<Expression> filter) {

    /** Where a role says nothing: one review decides. */
    public static final Threshold ONE = new Threshold(1, 1, Optional.empty());

    public Threshold {
        if (approvals < 1 || denials < 1) {
            throw new IllegalArgumentException("a threshold of " + approvals + " approvals and " + denials
                    + " denials: expected at least one of each");
        }
    }
}
