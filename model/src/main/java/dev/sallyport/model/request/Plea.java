package dev.sallyport.model.request;

import dev.sallyport.model.expression.Bindings;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What somebody asks for, as rules see it.
 *
 * @param author who asks
 * @param traits the author's
 * @param roles asked for
 * @param marks of what the author proves himself with: keys and second factors, hashed
 */
public record Plea(
        String author, Map<String, List<String>> traits, List<String> roles, String reason, Set<String> marks) {

    public Plea {
        traits = Map.copyOf(traits);
        roles = List.copyOf(roles);
        marks = Set.copyOf(marks);
    }

    /** For {@code auto_approve}: the author is the user. */
    public Bindings bindings() {
        return new Bindings()
                .text("request.reason", reason)
                .texts("request.roles", roles)
                .text("request.user", author)
                .traits("request.traits", traits)
                .text("user.name", author)
                .text("user.metadata.name", author)
                .traits("user.traits", traits)
                .traits("user.spec.traits", traits);
    }

    /** For {@code where} and {@code filter}: the reviewer as well. */
    public Bindings bindings(String reviewer, List<String> reviewerRoles, Map<String, List<String>> reviewerTraits) {
        return bindings()
                .text("user.name", reviewer)
                .text("user.metadata.name", reviewer)
                .texts("user.roles", reviewerRoles)
                .traits("user.traits", reviewerTraits)
                .traits("user.spec.traits", reviewerTraits)
                .text("reviewer.name", reviewer)
                .texts("reviewer.roles", reviewerRoles)
                .traits("reviewer.traits", reviewerTraits);
    }
}
