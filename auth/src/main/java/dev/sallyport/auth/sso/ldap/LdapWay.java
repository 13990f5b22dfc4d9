package dev.sallyport.auth.sso.ldap;

import com.unboundid.ldap.sdk.BindResult;
import com.unboundid.ldap.sdk.DereferencePolicy;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPBindException;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPSearchException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import dev.sallyport.api.v1.LdapSpec;
import dev.sallyport.auth.sso.provider.Claimed;
import dev.sallyport.auth.sso.provider.ProviderRefusals;
import dev.sallyport.model.Failure;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One connector's way: look the person up, bind as them, look their groups up. */
public final class LdapWay {

    /** What is said of every wrong name and every wrong password. */
    public static final String REFUSED = "user or password is wrong, or the directory does not let this user in";

    private final LdapSpec spec;
    private final Directory directory;

    /** @param limit for one conversation */
    public LdapWay(String name, LdapSpec spec, Duration limit, InstantSource clock) {
        this.spec = spec;
        this.directory = new Directory(name, spec, limit, clock);
    }

    /**
     * Who somebody is.
     *
     * @param user as typed: a name, never a part of a filter
     * @throws Failure UNAUTHENTICATED for a wrong name or password, UNAVAILABLE where the directory is away or answers garbage
     */
    public Claimed prove(String user, String password) {
        Groups groups = new Groups(spec, directory, directory.end());
        try (LDAPConnection connection = directory.connect()) {
            bindAsLooker(connection);
            Optional<SearchResultEntry> entry = find(connection, user);
            // Nobody's password is tried too, so that a name that is not there takes as long.
            String dn = entry.map(Entry::getDN).orElse("cn=nobody," + spec.getUserBase());
            boolean right = binds(dn, password);
            if (!right || entry.isEmpty()) {
                throw ProviderRefusals.unproved(REFUSED);
            }
            return claimed(entry.get(), groups.of(connection, entry.get().getDN()));
        } catch (LDAPException e) {
            throw directory.trouble(e);
        }
    }

    private void bindAsLooker(LDAPConnection connection) throws LDAPException {
        if (!spec.getBindDn().isEmpty()) {
            connection.bind(new SimpleBindRequest(spec.getBindDn(), spec.getBindPassword()));
        }
    }

    private Optional<SearchResultEntry> find(LDAPConnection connection, String user) throws LDAPException {
        Filter named = Filter.createEqualityFilter(nameAttribute(), user);
        Filter allowed = Directory.filter(spec.getUserFilter(), "(objectClass=person)");
        SearchRequest request = new SearchRequest(
                spec.getUserBase(),
                SearchScope.SUB,
                DereferencePolicy.NEVER,
                2,
                directory.seconds(),
                false,
                Filter.createANDFilter(allowed, named),
                "*",
                "entryUUID",
                "objectGUID");
        try {
            List<SearchResultEntry> found = connection.search(request).getSearchEntries();
            return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
        } catch (LDAPSearchException e) {
            if (e.getResultCode().equals(ResultCode.SIZE_LIMIT_EXCEEDED)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Binds on a connection of its own. A bind with a name and no password succeeds as nobody (RFC 4513, section 5.1.2). */
    private boolean binds(String dn, String password) throws LDAPException {
        if (password.isEmpty()) {
            return false;
        }
        try (LDAPConnection connection = directory.connect()) {
            BindResult result = connection.bind(new SimpleBindRequest(dn, password));
            return result.getResultCode().equals(ResultCode.SUCCESS);
        } catch (LDAPBindException e) {
            if (e.getResultCode().isConnectionUsable()) {
                return false;
            }
            throw e;
        }
    }

    private Claimed claimed(SearchResultEntry entry, List<String> groups) {
        String name = Optional.ofNullable(entry.getAttributeValue(nameAttribute()))
                .orElseThrow(() -> ProviderRefusals.unproved("the entry has no " + nameAttribute()));
        Map<String, List<String>> values = new TreeMap<>();
        for (String attribute : spec.getAttributesList()) {
            String[] said = entry.getAttributeValues(attribute);
            if (said != null && said.length > 0) {
                values.put(attribute, List.of(said));
            }
        }
        values.put("username", List.of(name));
        if (!groups.isEmpty()) {
            values.put("groups", groups);
        }
        return new Claimed(subject(entry), name, values, List.of("the directory let " + entry.getDN() + " in"));
    }

    /** What stays when somebody is renamed or moved, where the directory has such a thing. */
    private static String subject(SearchResultEntry entry) {
        String id = entry.getAttributeValue("entryUUID");
        if (id != null) {
            return id;
        }
        byte[] guid = entry.getAttributeValueBytes("objectGUID");
        return guid == null ? entry.getDN() : java.util.HexFormat.of().formatHex(guid);
    }

    private String nameAttribute() {
        return spec.getUsernameAttribute().isEmpty() ? "uid" : spec.getUsernameAttribute();
    }
}
