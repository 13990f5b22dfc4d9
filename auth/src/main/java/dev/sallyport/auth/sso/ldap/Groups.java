package dev.sallyport.auth.sso.ldap;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.DereferencePolicy;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import dev.sallyport.api.v1.LdapSpec;
import dev.sallyport.auth.sso.provider.ProviderRefusals;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The groups that somebody is in; with {@code nested_groups} also those that these are in, and so on. Active Directory follows such chains itself, by a matching
 * rule of its own; elsewhere they are walked, a level at a time.
 *
 * <p>More groups than are read, or a chain that is too long, ends the login: a group that was left out could be one that a role denies by.
 *
 * @param until when the conversation is over
 */
record Groups(LdapSpec spec, Directory directory, Instant until) {

    /** Of one person. */
    static final int MOST = 2000;

    /** Levels of groups in groups. */
    static final int DEEPEST = 32;

    private static final int NAMES_AT_ONCE = 50;

    /** LDAP_MATCHING_RULE_IN_CHAIN. */
    private static final String IN_CHAIN = "1.2.840.113556.1.4.1941";

    /** What the root of Active Directory, and of its lightweight sister, says that it can do. */
    private static final Set<String> KNOWS_CHAINS = Set.of("1.2.840.113556.1.4.800", "1.2.840.113556.1.4.1851");

    private static final String CAPABILITIES = "supportedCapabilities";

    /** Names and distinguished names of the groups of whoever has this distinguished name. */
    List<String> of(LDAPConnection connection, String dn) throws LDAPException {
        if (spec.getGroupBase().isEmpty()) {
            return List.of();
        }
        Collection<SearchResultEntry> found = !spec.getNestedGroups()
                ? search(connection, Filter.createEqualityFilter(member(), dn))
                : knowsChains(connection)
                        ? search(connection, Filter.createExtensibleMatchFilter(member(), IN_CHAIN, false, dn))
                        : walked(connection, dn);
        return found.stream()
                .flatMap(group -> Stream.concat(
                        Optional.ofNullable(group.getAttributeValue("cn")).stream(), Stream.of(group.getDN())))
                .distinct()
                .toList();
    }

    private static boolean knowsChains(LDAPConnection connection) throws LDAPException {
        Entry root = connection.getEntry("", CAPABILITIES);
        String[] said = root == null ? null : root.getAttributeValues(CAPABILITIES);
        return said != null && Stream.of(said).anyMatch(KNOWS_CHAINS::contains);
    }

    /** A group that is reached again, as in a circle, is not asked for again. */
    private Collection<SearchResultEntry> walked(LDAPConnection connection, String dn) throws LDAPException {
        Map<DN, SearchResultEntry> found = new LinkedHashMap<>();
        List<String> level = List.of(dn);
        for (int depth = 0; !level.isEmpty(); depth++) {
            if (depth == DEEPEST) {
                throw ProviderRefusals.garbage(
                        directory.name(), "has groups in groups, more than " + DEEPEST + " levels of them");
            }
            level = above(connection, level, found);
        }
        return found.values();
    }

    private List<String> above(LDAPConnection connection, List<String> level, Map<DN, SearchResultEntry> found)
            throws LDAPException {
        List<String> next = new ArrayList<>();
        for (int from = 0; from < level.size(); from += NAMES_AT_ONCE) {
            List<Filter> names = level.subList(from, Math.min(level.size(), from + NAMES_AT_ONCE)).stream()
                    .map(name -> Filter.createEqualityFilter(member(), name))
                    .toList();
            for (SearchResultEntry group : search(connection, Filter.createORFilter(names))) {
                if (found.putIfAbsent(group.getParsedDN(), group) == null) {
                    next.add(group.getDN());
                }
            }
            if (found.size() > MOST) {
                throw ProviderRefusals.garbage(directory.name(), "has more than " + MOST + " groups for one person");
            }
        }
        return next;
    }

    private List<SearchResultEntry> search(LDAPConnection connection, Filter belongs) throws LDAPException {
        directory.requireTime(until);
        SearchRequest request = new SearchRequest(
                spec.getGroupBase(),
                SearchScope.SUB,
                DereferencePolicy.NEVER,
                MOST,
                directory.seconds(),
                false,
                Filter.createANDFilter(Directory.filter(spec.getGroupFilter(), "(objectClass=groupOfNames)"), belongs),
                "cn");
        return connection.search(request).getSearchEntries();
    }

    private String member() {
        return spec.getMemberAttribute().isEmpty() ? "member" : spec.getMemberAttribute();
    }

    @Override
    public String toString() {
        return "Groups[" + directory.name() + "]";
    }
}
