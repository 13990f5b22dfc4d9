package dev.sallyport.auth.sso.mapping;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a person comes to.
 *
 * @param name of the user
 * @param traits after login rules
 * @param why one line for each step
 * @param objection why there is no login in this; empty where there may be one
 */
public record Mapped(
        String name,
        String subject,
        List<String> roles,
        Map<String, List<String>> traits,
        List<String> why,
        Optional<String> objection) {

    public Mapped {
        roles = List.copyOf(roles);
        traits = Map.copyOf(traits);
        why = List.copyOf(why);
    }
}
