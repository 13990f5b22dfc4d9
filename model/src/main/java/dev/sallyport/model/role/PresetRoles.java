package dev.sallyport.model.role;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The roles that a cluster begins with. All but {@link #LOCAL_ADMIN} may be changed and removed. */
public final class PresetRoles {

    private static final Set<Verb> LOOK = EnumSet.of(Verb.LIST, Verb.READ);

    /** Sessions on every node, as the Unix users in the holder's trait {@code logins}. */
    public static final Role ACCESS = new Role(
            "access",
            Options.of(Options.Permits.ALL),
            Conditions.NONE.withNodes(List.of(TextPattern.parse("{{internal.logins}}")), LabelMatcher.EVERYTHING),
            Conditions.NONE);

    /** Manages users, roles, tokens, locks, requests and access lists; reaches no node and reads no recording. */
    public static final Role EDITOR = administering(
            "editor",
            new AdminRule(
                    EnumSet.of(
                            Kind.USER,
                            Kind.ROLE,
                            Kind.TOKEN,
                            Kind.NODE,
                            Kind.PROXY,
                            Kind.LOCK,
                            Kind.REQUEST,
                            Kind.ACCESS_LIST,
                            Kind.CONNECTOR),
                    EnumSet.allOf(Verb.class),
                    Optional.empty()));

    /** Reads events and recordings of everyone; changes nothing. */
    public static final Role AUDITOR =
            administering("auditor", new AdminRule(EnumSet.of(Kind.EVENT, Kind.SESSION), LOOK, Optional.empty()));

    /** Asks for the role {@code access}, and may do nothing by itself. */
    public static final Role REQUESTER = new Role(
            "requester",
            Options.of(Options.Permits.NONE),
            Conditions.NONE.withRequests(
                    Optional.of(RequestRule.of(List.of(TextPattern.parse("access")))), Optional.empty()),
            Conditions.NONE);

    /** Says yes or no to requests for the role {@code access}, but for its own. */
    public static final Role REVIEWER = new Role(
            "reviewer",
            Options.of(Options.Permits.NONE),
            Conditions.NONE.withRequests(
                    Optional.empty(),
                    Optional.of(new ReviewRule(List.of(TextPattern.parse("access")), Optional.empty()))),
            Conditions.NONE);

    /**
     * What the local administrator's file beside the store may do: administer, read, see every node, log in to none. Built
     * in: it is in no store, nobody can be given it, and no change of other roles takes it away, so that there is always a
     * way back in.
     */
    public static final Role LOCAL_ADMIN = new Role(
            "local-admin",
            Options.of(Options.Permits.NONE),
            Conditions.NONE.withNodes(List.of(), LabelMatcher.EVERYTHING).withRules(List.of(AdminRule.ALL)),
            Conditions.NONE);

    /** Those that a new cluster's store is given. */
    public static final List<Role> STORED = List.of(ACCESS, EDITOR, AUDITOR, REQUESTER, REVIEWER);

    private PresetRoles() {}

    private static Role administering(String name, AdminRule rule) {
        return new Role(
                name, Options.of(Options.Permits.NONE), Conditions.NONE.withRules(List.of(rule)), Conditions.NONE);
    }
}
