package dev.sallyport.auth.people;

import java.util.List;
import java.util.Map;

/**
 * Somebody for whom an identity provider vouched.
 *
 * @param connector by which they come
 * @param method for the trail: {@code oidc:corp}
 * @param subject who it is there
 * @param name what the user is called
 * @param byPassword whether a password was passed on, which somebody may be guessing: failures in a row lock the name
 * @param provisioned whether only those come in whom the provider made by SCIM
 */
public record Arrival(
        String connector,
        String method,
        String subject,
        String name,
        List<String> roles,
        Map<String, List<String>> traits,
        boolean byPassword,
        boolean provisioned) {

    public Arrival {
        roles = List.copyOf(roles);
        traits = Map.copyOf(traits);
    }
}
