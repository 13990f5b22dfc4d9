package dev.sallyport.model.role;

import dev.sallyport.model.expression.Bindings;
import dev.sallyport.model.expression.Expression;
import java.util.List;
import java.util.Optional;

/**
 * Requests for which roles the holders of a role may review.
 *
 * @param where of which requests; none: of all
 */
public record ReviewRule(List<TextPattern> roles, Optional<Expression> where) {

    public ReviewRule {
        roles = List.copyOf(roles);
    }

    /**
     * Whether it speaks of a request for this role.
     *
     * @param thing the reviewer and the request
     */
    public boolean names(String role, Bindings thing) {
        return roles.stream().anyMatch(pattern -> pattern.matches(role, thing))
                && (where.isEmpty() || where.get().test(thing));
    }
}
