package dev.sallyport.model.access;

import dev.sallyport.model.expression.Bindings;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Who is asking: what a valid certificate says about its holder.
 *
 * @param user name of the person, bot or machine; never empty
 * @param kind what sort of holder
 * @param roles names of roles, without order or repetition
 * @param traits name to values, such as {@code logins -> [alice]}
 * @param extras what access requests added
 * @param devices ids of the second factors by which its holder proved who they are; none where there was none that has an id
 */
public record Identity(
        String user,
        Kind kind,
        List<String> roles,
        Map<String, List<String>> traits,
        List<Extra> extras,
        List<String> devices) {

    /**
     * What one approved access request adds.
     *
     * @param request its id
     * @param roles that its holder has besides
     * @param nodes ids of those on which they count, and nowhere else; empty: everywhere
     */
    public record Extra(String request, List<String> roles, List<String> nodes) {
        public Extra {
            roles = List.copyOf(roles);
            nodes = List.copyOf(nodes);
        }

        /** Whether its roles count there. */
        boolean countsOn(Resource resource) {
            return nodes.isEmpty()
                    || switch (resource) {
                        case Resource.Node node -> nodes.contains(node.id());
                        case Resource.LiveSession session ->
                            nodes.contains(session.node().id());
                        case Resource.Thing _, Resource.AnyOf _, Resource.AllOf _ -> false;
                    };
        }
    }

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
        extras = List.copyOf(extras);
        devices = List.copyOf(devices);
    }

    /** One that no device proved. */
    public Identity(String user, Kind kind, List<String> roles, Map<String, List<String>> traits, List<Extra> extras) {
        this(user, kind, roles, traits, extras, List.of());
    }

    /** One to whom no request added anything. */
    public Identity(String user, Kind kind, List<String> roles, Map<String, List<String>> traits) {
        this(user, kind, roles, traits, List.of());
    }

    /** The same, proved by one more device; an empty id is none. */
    public Identity provedBy(String device) {
        return device.isEmpty() || devices.contains(device)
                ? this
                : new Identity(
                        user,
                        kind,
                        roles,
                        traits,
                        extras,
                        Stream.concat(devices.stream(), Stream.of(device)).toList());
    }

    /** Its own roles and those of requests, wherever they count. */
    public List<String> allRoles() {
        return extras.isEmpty()
                ? roles
                : Stream.concat(roles.stream(), extras.stream().flatMap(extra -> extra.roles().stream()))
                        .distinct()
                        .toList();
    }

    /** What templates in roles are filled with. */
    public Bindings forTemplates() {
        return Asker.bindings(this);
    }
}
