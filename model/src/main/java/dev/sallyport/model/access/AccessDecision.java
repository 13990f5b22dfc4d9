package dev.sallyport.model.access;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Decides. Deny unless a role of the identity allows; the rights of all roles that allow are joined.
 *
 * <p>Roles are handed in, so that who fetched or carried them does not matter here. A role that the identity names and
 * that was not handed in allows nothing.
 */
public final class AccessDecision {

    private static final Pattern TRAIT = Pattern.compile("\\{\\{\\s*(?:internal|external)\\.([A-Za-z0-9_-]+)\\s*}}");

    private AccessDecision() {}

    /**
     * Decides whether this identity may do this with this resource.
     *
     * @param identity from a certificate that was verified
     * @param resource what is wanted
     * @param action what is to be done with it
     * @param known roles by whoever holds them; only those that the identity names count
     */
    public static Decision decide(Identity identity, Resource resource, Action action, Collection<Role> known) {
        if (!actsByRoles(identity.kind())) {
            return new Decision.Deny(List.of("a certificate of kind " + identity.kind() + " does not act by roles"));
        }
        List<String> reasons = new ArrayList<>();
        Role.Permits permits = Role.Permits.NONE;
        String by = null;
        for (Role role : held(identity, known)) {
            String objection = objection(role, identity, resource, action);
            if (objection == null) {
                permits = permits.or(role.permits());
                by = by == null ? role.name() : by;
            } else {
                reasons.add("role " + role.name() + ": " + objection);
            }
        }
        reasons.sort(Comparator.naturalOrder());
        return by == null ? new Decision.Deny(reasons) : new Decision.Allow(permits, by);
    }

    /** Machines and auth itself never pass for people, whatever roles a certificate of theirs names. */
    private static boolean actsByRoles(Identity.Kind kind) {
        return switch (kind) {
            case USER, LOCAL_ADMIN -> true;
            case NODE, PROXY, AUTH -> false;
        };
    }

    /** The known roles that this identity holds, by name: whoever lists them in another order gets the same answer. */
    private static List<Role> held(Identity identity, Collection<Role> known) {
        return known.stream()
                .filter(role -> identity.roles().contains(role.name()))
                .filter(role -> identity.kind() == Identity.Kind.LOCAL_ADMIN
                        || !role.name().equals(PresetRoles.LOCAL_ADMIN.name()))
                .sorted(Comparator.comparing(Role::name))
                .toList();
    }

    /** The Unix users that a role gives this identity, traits filled in. */
    public static List<String> logins(Role role, Identity identity) {
        return role.logins().stream()
                .flatMap(login -> {
                    Matcher trait = TRAIT.matcher(login);
                    return trait.matches()
                            ? identity.traits().getOrDefault(trait.group(1), List.of()).stream()
                            : List.of(login).stream();
                })
                .distinct()
                .toList();
    }

    /** Why this role does not allow it; null when it does. */
    private static @Nullable String objection(Role role, Identity identity, Resource resource, Action action) {
        return switch (resource) {
            case Resource.Node node -> objection(role, identity, node, action);
            case Resource.Cluster ignored ->
                action instanceof Action.Administer && role.administer() ? null : "does not administer the cluster";
            case Resource.AuditTrail ignored ->
                action instanceof Action.Read && role.audit() ? null : "does not read the audit trail";
        };
    }

    private static @Nullable String objection(Role role, Identity identity, Resource.Node node, Action action) {
        if (!role.nodeLabels().matches(node.labels())) {
            return "node_labels do not match " + node.name();
        }
        return switch (action) {
            case Action.See ignored -> null;
            case Action.Login(String login) ->
                logins(role, identity).contains(login) ? null : "logins do not include " + login;
            case Action.Administer ignored -> "a node is not administered";
            case Action.Read ignored -> "a node is not read";
        };
    }
}
