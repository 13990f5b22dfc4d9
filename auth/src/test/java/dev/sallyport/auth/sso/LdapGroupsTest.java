package dev.sallyport.auth.sso;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSearchRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryOperationInterceptor;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ReadOnlyEntry;
import com.unboundid.ldap.sdk.SearchRequest;
import dev.sallyport.api.v1.UserCredentials;
import dev.sallyport.auth.ClusterTest;
import dev.sallyport.auth.Refusal;
import io.grpc.Status;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Groups in groups, by Active Directory's rule and level by level. */
class LdapGroupsTest extends ClusterTest {

    private static final String IN_CHAIN = "1.2.840.113556.1.4.1941";

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private InMemoryDirectoryServer directory = plain();

    @AfterEach
    void disconnect() {
        directory.shutDown(true);
    }

    @Test
    void withoutNestedGroupsOnlyThoseCountThatNameThePerson() {
        // Given
        PeopleDirectory.group(directory, "staff", PeopleDirectory.GROUPS, "cn=admins," + PeopleDirectory.GROUPS);
        connect(false, "staff");

        // When
        Refusal refusal = Refusal.of(this::login);

        // Then
        assertThat(refusal.text()).contains("gives alice a role");
    }

    @Test
    void groupsOfGroupsAreWalkedLevelByLevelAlsoInACircle() {
        // Given: admins in operators in staff, and staff in admins
        String operators = PeopleDirectory.group(directory, "operators", "cn=admins," + PeopleDirectory.GROUPS);
        String staff = PeopleDirectory.group(directory, "staff", operators);
        modify("cn=admins," + PeopleDirectory.GROUPS, staff);
        connect(true, "staff");

        // When
        UserCredentials credentials = login();

        // Then
        assertThat(credentials.getRolesList()).containsExactly("editor");
        assertThat(asked).noneMatch(filter -> filter.contains(IN_CHAIN));
    }

    @Test
    void aChainWithoutEndEndsTheLogin() {
        // Given
        String below = "cn=admins," + PeopleDirectory.GROUPS;
        for (int level = 0; level < 40; level++) {
            below = PeopleDirectory.group(directory, "level" + level, below);
        }
        connect(true, "admins");

        // When
        Refusal refusal = Refusal.of(this::login);

        // Then
        assertThat(refusal.code()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(refusal.text()).contains("more than 32 levels");
    }

    @Test
    void activeDirectoryFollowsChainsByItsOwnRule() {
        // Given
        directory.shutDown(true);
        directory = activeDirectory();
        PeopleDirectory.group(directory, "staff", "cn=admins," + PeopleDirectory.GROUPS);
        connect(true, "staff");

        // When
        UserCredentials credentials = login();

        // Then
        assertThat(credentials.getRolesList()).containsExactly("editor");
        assertThat(asked)
                .filteredOn(filter -> filter.contains("member"))
                .containsExactly(
                        "(&(objectClass=groupOfNames)(member:" + IN_CHAIN + ":=" + PeopleDirectory.ALICE + "))");
    }

    private UserCredentials login() {
        return new Visitor(cluster).directory("ad", "alice", "alice's password");
    }

    private void connect(boolean nested, String group) {
        Visitor.put(
                cluster,
                PeopleDirectory.connector(spec -> spec.addUrls("ldap://127.0.0.1:" + directory.getListenPort())
                        .setNestedGroups(nested)
                        .setGroupsToRoles(
                                0, spec.getGroupsToRoles(0).toBuilder().setGroup(group))));
    }

    private void modify(String group, String member) {
        try {
            directory.modify("dn: " + group, "changetype: modify", "add: member", "member: " + member);
        } catch (LDAPException | com.unboundid.ldif.LDIFException e) {
            throw new IllegalStateException(e);
        }
    }

    private InMemoryDirectoryServer plain() {
        return PeopleDirectory.start(
                listener(),
                config -> config.addInMemoryOperationInterceptor(new InMemoryOperationInterceptor() {
                    @Override
                    public void processSearchRequest(InMemoryInterceptedSearchRequest request) {
                        asked.add(request.getRequest().getFilter().toString());
                    }
                }));
    }

    /** Says that it is one, and knows the rule: who is a member of a member is a member. */
    private InMemoryDirectoryServer activeDirectory() {
        return PeopleDirectory.start(listener(), config -> {
            config.setRootDSEEntry(new ReadOnlyEntry(new Entry(
                    "",
                    new com.unboundid.ldap.sdk.Attribute("objectClass", "top", "ds-root-dse"),
                    new com.unboundid.ldap.sdk.Attribute("supportedCapabilities", "1.2.840.113556.1.4.800"))));
            config.addInMemoryOperationInterceptor(new InMemoryOperationInterceptor() {
                @Override
                public void processSearchRequest(InMemoryInterceptedSearchRequest request) {
                    Filter filter = request.getRequest().getFilter();
                    asked.add(filter.toString());
                    SearchRequest changed = request.getRequest().duplicate();
                    changed.setFilter(inChain(filter));
                    request.setRequest(changed);
                }
            });
        });
    }

    private static Filter inChain(Filter filter) {
        return switch (filter.getFilterType()) {
            case Filter.FILTER_TYPE_AND ->
                Filter.createANDFilter(Arrays.stream(filter.getComponents())
                        .map(LdapGroupsTest::inChain)
                        .toList());
            case Filter.FILTER_TYPE_EXTENSIBLE_MATCH ->
                IN_CHAIN.equals(filter.getMatchingRuleID())
                        ? Filter.createORFilter(
                                Filter.createEqualityFilter("member", filter.getAssertionValue()),
                                Filter.createEqualityFilter("member", "cn=admins," + PeopleDirectory.GROUPS))
                        : filter;
            default -> filter;
        };
    }

    private static InMemoryListenerConfig listener() {
        try {
            return InMemoryListenerConfig.createLDAPConfig("loopback", InetAddress.getLoopbackAddress(), 0, null);
        } catch (LDAPException e) {
            throw new IllegalStateException(e);
        }
    }
}
