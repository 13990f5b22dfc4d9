package dev.sallyport.auth.requests;

import dev.sallyport.auth.state.v1.RequestRecord;
import dev.sallyport.model.access.Identity;
import dev.sallyport.model.expression.Bindings;
import dev.sallyport.model.request.Plea;
import dev.sallyport.model.request.RequestDecision;
import dev.sallyport.model.role.RequestRule;
import dev.sallyport.model.role.Role;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who asks or reviews. What somebody has by a request counts for neither: nobody climbs from one request to the next.
 *
 * @param roles the party's own
 * @param marks of what the party proves itself with, hashed
 */
public record RequestParty(Identity identity, List<Role> roles, Set<String> marks) {

    public RequestParty {
        roles = roles.stream()
                .filter(role -> identity.roles().contains(role.name()))
                .toList();
        marks = Set.copyOf(marks);
    }

    public String name() {
        return identity.user();
    }

    /** What the party's roles say of asking for this role; empty where it may not. */
    Optional<RequestTerms> termsOf(String role) {
        Bindings user = new Plea(name(), identity.traits(), List.of(), "", Set.of())
                .bindings()
                .traits("internal", identity.traits())
                .traits("external", identity.traits());
        boolean denied =
                roles.stream().flatMap(held -> held.deny().request().stream()).anyMatch(rule -> rule.names(role, user));
        List<RequestRule> allowing = roles.stream()
                .flatMap(held -> held.allow().request().stream())
                .filter(rule -> rule.names(role, user))
                .toList();
        return denied || allowing.isEmpty() ? Optional.empty() : Optional.of(new RequestTerms(allowing));
    }

    /** Whether the party's roles let it review all of this. */
    boolean mayReview(Plea plea) {
        Bindings thing = plea.bindings(name(), identity.roles(), identity.traits())
                .traits("internal", identity.traits())
                .traits("external", identity.traits());
        return plea.roles().stream()
                .allMatch(role -> roles.stream()
                                .flatMap(held -> held.allow().review().stream())
                                .anyMatch(rule -> rule.names(role, thing))
                        && roles.stream()
                                .flatMap(held -> held.deny().review().stream())
                                .noneMatch(rule -> rule.names(role, thing)));
    }

    /** Whether they may say something about it. */
    public boolean isReviewerOf(RequestRecord record) {
        Plea plea = RequestForm.plea(record);
        return !RequestDecision.isAuthors(plea, name(), marks) && mayReview(plea);
    }
}
