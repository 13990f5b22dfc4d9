package dev.sallyport.model.access;

import java.util.List;
import java.util.Map;

/**
 * Who is asking: what a valid certificate says about its holder.
 *
 * @param user name of the person, bot or machine; never empty
 * @param kind what sort of holder
 * @param roles names of roles, without order or repetition
 * @param traits name to values, such as {@code logins -> [alice]}
 */
public record Identity(String user, Kind kind, List<String> roles, Map<String, List<String>> traits) {

    /** What sort of holder a certificate has. A certificate of one kind never passes for another. */
    public enum Kind {
        USER,
        /** The local administrator's file beside the store. */
        LOCAL_ADMIN,
        NODE,
        PROXY,
        AUTH
    }

    public Identity {
        if (user.isEmpty()) {
            throw new IllegalArgumentException("an identity has a user");
        }
        roles = List.copyOf(roles);
        traits = Map.copyOf(traits);
    }
}
