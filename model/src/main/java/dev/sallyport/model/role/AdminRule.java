package dev.sallyport.model.role;

import dev.sallyport.model.expression.Bindings;
import dev.sallyport.model.expression.Expression;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Administration: which kinds of things, what may be done with them, and which of them.
 *
 * @param where of which things it holds; none: of all
 */
public record AdminRule(Set<Kind> resources, Set<Verb> verbs, Optional<Expression> where) {

    /** Everything with everything. */
    public static final AdminRule ALL =
            new AdminRule(EnumSet.allOf(Kind.class), EnumSet.allOf(Verb.class), Optional.empty());

    public AdminRule {
        resources = Set.copyOf(resources);
        verbs = Set.copyOf(verbs);
    }

    public boolean speaksOf(Kind kind, Verb verb) {
        return resources.contains(kind) && verbs.contains(verb);
    }

    /** @param thing the user and the thing, as {@link Words#WHERE} names them */
    public boolean holdsFor(Bindings thing) {
        return where.isEmpty() || where.get().test(thing);
    }
}
