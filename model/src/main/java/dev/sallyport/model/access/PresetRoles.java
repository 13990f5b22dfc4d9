package dev.sallyport.model.access;

import java.util.List;

/** The roles that a cluster begins with. All but {@link #LOCAL_ADMIN} may be changed and removed. */
public final class PresetRoles {

    /** Sessions on every node, as the Unix users in the holder's trait {@code logins}. */
    public static final Role ACCESS = new Role(
            "access",
            List.of("{{internal.logins}}"),
            LabelMatcher.EVERYTHING,
            Role.Permits.ALL,
            Role.LONGEST_TTL,
            false,
            false);

    /** Manages users, roles and tokens; reaches no node. */
    public static final Role EDITOR = powerless("editor", true, false);

    /** Reads events and recordings of everyone; changes nothing. */
    public static final Role AUDITOR = powerless("auditor", false, true);

    /**
     * What the local administrator's file beside the store may do: administer, read, see every node, log in to none. Built
     * in: it is in no store, nobody can be given it, and no change of other roles takes it away, so that there is always a
     * way back in.
     */
    public static final Role LOCAL_ADMIN = new Role(
            "local-admin", List.of(), LabelMatcher.EVERYTHING, Role.Permits.NONE, Role.LONGEST_TTL, true, true);

    private PresetRoles() {}

    private static Role powerless(String name, boolean administer, boolean audit) {
        return new Role(name, List.of(), LabelMatcher.NOTHING, Role.Permits.NONE, Role.LONGEST_TTL, administer, audit);
    }
}
