package dev.sallyport.model.access;

import dev.sallyport.model.role.Role;
import dev.sallyport.model.role.SharedSessions;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * That others must be in a session, as one role wants it.
 *
 * @param role its name
 * @param anyOf one of these is enough; never empty
 */
public record Requirement(String role, List<SharedSessions.Require> anyOf) {

    public Requirement {
        anyOf = List.copyOf(anyOf);
    }

    static List<Requirement> of(Collection<Role> roles) {
        return roles.stream()
                .filter(role -> !role.allow().shared().require().isEmpty())
                .map(role -> new Requirement(role.name(), role.allow().shared().require()))
                .sorted(Comparator.comparing(Requirement::role))
                .toList();
    }

    /** Such as {@code 1 moderator, or 2 peers (role prod)}. */
    public String text() {
        return String.join(
                        ", or ",
                        anyOf.stream().map(SharedSessions.Require::text).toList()) + " (role " + role + ")";
    }
}
