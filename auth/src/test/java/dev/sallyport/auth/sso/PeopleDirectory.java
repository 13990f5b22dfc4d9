package dev.sallyport.auth.sso;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldif.LDIFException;
import dev.sallyport.api.v1.Connector;
import dev.sallyport.api.v1.GroupMapping;
import dev.sallyport.api.v1.LdapConnector;
import dev.sallyport.api.v1.LdapSpec;
import dev.sallyport.api.v1.Metadata;
import java.net.InetAddress;
import java.util.List;
import java.util.function.Consumer;

/** A directory in memory that speaks LDAP: alice, who is in the group admins, and two people called twin. */
final class PeopleDirectory {

    static final String ALICE = "uid=alice,ou=people,dc=example,dc=com";
    static final String GROUPS = "ou=groups,dc=example,dc=com";

    private PeopleDirectory() {}

    /** Without TLS, on loopback. */
    static InMemoryDirectoryServer start() {
        try {
            return start(
                    InMemoryListenerConfig.createLDAPConfig("loopback", InetAddress.getLoopbackAddress(), 0, null),
                    _ -> {});
        } catch (LDAPException e) {
            throw new IllegalStateException(e);
        }
    }

    static InMemoryDirectoryServer start(
            InMemoryListenerConfig listener, Consumer<InMemoryDirectoryServerConfig> further) {
        try {
            InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig("dc=example,dc=com");
            config.addAdditionalBindCredentials("cn=sally,dc=example,dc=com", "sally's password");
            config.setListenerConfigs(listener);
            further.accept(config);
            InMemoryDirectoryServer server = new InMemoryDirectoryServer(config);
            server.add("dn: dc=example,dc=com", "objectClass: domain", "dc: example");
            server.add("dn: ou=people,dc=example,dc=com", "objectClass: organizationalUnit", "ou: people");
            server.add("dn: ou=other,ou=people,dc=example,dc=com", "objectClass: organizationalUnit", "ou: other");
            server.add("dn: " + GROUPS, "objectClass: organizationalUnit", "ou: groups");
            person(server, ALICE, "alice", "alice.smith@example.com");
            person(server, "uid=twin,ou=people,dc=example,dc=com", "twin", "one@example.com");
            person(server, "uid=twin,ou=other,ou=people,dc=example,dc=com", "twin", "two@example.com");
            group(server, "admins", ALICE);
            server.startListening();
            return server;
        } catch (LDAPException | LDIFException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Its distinguished name. */
    static String group(InMemoryDirectoryServer server, String name, String... members) {
        String dn = "cn=" + name + "," + GROUPS;
        try {
            List<String> lines =
                    new java.util.ArrayList<>(List.of("dn: " + dn, "objectClass: groupOfNames", "cn: " + name));
            List.of(members).forEach(member -> lines.add("member: " + member));
            server.add(lines.toArray(String[]::new));
        } catch (LDAPException | LDIFException e) {
            throw new IllegalStateException(e);
        }
        return dn;
    }

    /** A connector named ad, where the group admins is editor. */
    static Connector connector(String... urls) {
        return connector(spec -> spec.addAllUrls(List.of(urls)));
    }

    static Connector connector(Consumer<LdapSpec.Builder> further) {
        LdapSpec.Builder spec = LdapSpec.newBuilder()
                .setBindDn("cn=sally,dc=example,dc=com")
                .setBindPassword("sally's password")
                .setUserBase("ou=people,dc=example,dc=com")
                .setGroupBase(GROUPS)
                .addAttributes("mail")
                .addGroupsToRoles(GroupMapping.newBuilder().setGroup("admins").addRoles("editor"));
        further.accept(spec);
        return Connector.newBuilder()
                .setLdap(LdapConnector.newBuilder()
                        .setMetadata(Metadata.newBuilder().setName("ad"))
                        .setSpec(spec))
                .build();
    }

    private static void person(InMemoryDirectoryServer server, String dn, String name, String mail)
            throws LDAPException, LDIFException {
        server.add(
                "dn: " + dn,
                "objectClass: inetOrgPerson",
                "uid: " + name,
                "cn: " + name,
                "sn: " + name,
                "mail: " + mail,
                "userPassword: " + name + "'s password");
    }
}
