package dev.sallyport.auth.trail;

import dev.sallyport.audit.event.EventCatalogue;
import dev.sallyport.audit.event.FlatEvent;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.model.access.Identity;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What a machine may say. A node tells of sessions, transfers, forwards and recordings; what auth itself decides (users,
 * roles, tokens, keys, joins) nobody else tells. Types that this version does not know are accepted, so that an older auth
 * keeps the events of a newer agent. The machine's own id and name are put in, whatever it says.
 */
final class EventPolicy {

    /** First words of the types that auth alone writes. */
    private static final Set<String> OWN = Set.of(
            "user",
            "role",
            "token",
            "ca",
            "node",
            "cluster",
            "access",
            "lock",
            "api",
            "recording",
            "audit",
            "request",
            "list",
            "connector",
            "login-rule",
            "emitter",
            // Of services, each under its own name; they come another way.
            "ext");

    private static final Set<String> OWN_OF_PROXIES = Set.of("proxy.join", "proxy.renew");
    private static final String PROXY_TYPES = "proxy.";
    private static final int TIME_ORDERED = 7;

    private EventPolicy() {}

    /**
     * The event as it is stored.
     *
     * @throws Failure DENIED for a type that this machine may not tell of, INVALID for an id that is no UUIDv7
     */
    static FlatEvent checked(FlatEvent event, Identity machine, String machineName) {
        requireAllowed(event.type(), machine.kind());
        if (UUID.fromString(event.id()).version() != TIME_ORDERED) {
            throw Failure.of(FailureCode.INVALID, "audit event " + event.id() + ": expected a UUIDv7 as its id");
        }
        Map<String, String> fields = new TreeMap<>(event.fields());
        for (Map.Entry<String, String> own : own(machine, machineName)) {
            fields.put(own.getKey(), own.getValue());
        }
        String code = EventCatalogue.find(event.type())
                .map(dev.sallyport.audit.event.EventType::code)
                .orElse(event.code());
        return new FlatEvent(event.id(), event.time(), event.type(), code, fields);
    }

    private static List<Map.Entry<String, String>> own(Identity machine, String name) {
        return machine.kind() == Identity.Kind.PROXY
                ? List.of(Map.entry("proxy", machine.user()), Map.entry("proxy_name", name))
                : List.of(Map.entry("node", machine.user()), Map.entry("node_name", name));
    }

    private static void requireAllowed(String type, Identity.Kind kind) {
        boolean allowed = switch (kind) {
            case NODE -> !OWN.contains(firstWord(type)) && !type.startsWith(PROXY_TYPES);
            case PROXY -> type.startsWith(PROXY_TYPES) && !OWN_OF_PROXIES.contains(type);
            case USER, LOCAL_ADMIN, AUTH -> false;
        };
        if (!allowed) {
            throw Failure.of(FailureCode.DENIED, "a certificate of kind " + kind + " may not tell of " + type);
        }
    }

    private static String firstWord(String type) {
        int dot = type.indexOf('.');
        return dot < 0 ? type : type.substring(0, dot);
    }
}
