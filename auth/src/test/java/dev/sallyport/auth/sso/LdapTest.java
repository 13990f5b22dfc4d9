package dev.sallyport.auth.sso;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import dev.sallyport.api.v1.ConnectorServiceGrpc;
import dev.sallyport.api.v1.LoginRule;
import dev.sallyport.api.v1.LoginRuleSpec;
import dev.sallyport.api.v1.Metadata;
import dev.sallyport.api.v1.PutLoginRuleRequest;
import dev.sallyport.api.v1.SsoVerdict;
import dev.sallyport.api.v1.StringList;
import dev.sallyport.api.v1.TestDirectoryRequest;
import dev.sallyport.api.v1.UserCredentials;
import dev.sallyport.auth.ClusterTest;
import dev.sallyport.auth.Refusal;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Logins by a directory in memory that speaks LDAP, and login rules on what it says. */
class LdapTest extends ClusterTest {

    private final InMemoryDirectoryServer directory = PeopleDirectory.start();
    private Visitor alice = new Visitor(cluster);

    @BeforeEach
    void connect() {
        alice = new Visitor(cluster);
        Visitor.put(cluster, PeopleDirectory.connector("ldap://127.0.0.1:" + directory.getListenPort()));
    }

    @AfterEach
    void disconnect() {
        directory.shutDown(true);
    }

    @Test
    void userAndPasswordOfTheDirectoryGiveTheRolesOfItsGroups() {
        // When
        UserCredentials credentials = alice.directory("ad", "ALICE", "alice's password");

        // Then
        assertThat(credentials.getUser()).isEqualTo("alice");
        assertThat(credentials.getRolesList()).containsExactly("editor");
    }

    @Test
    void everyWrongNameAndPasswordIsRefusedWithOneText() {
        for (List<String> wrong : List.of(
                List.of("alice", "wrong"),
                List.of("nobody", "alice's password"),
                List.of("alice", ""),
                List.of("*", "alice's password"),
                List.of("alice)(uid=*", "alice's password"),
                List.of("twin", "twin's password"))) {
            // When
            Refusal refusal = Refusal.of(() -> alice.directory("ad", wrong.get(0), wrong.get(1)));

            // Then
            assertThat(refusal.code()).isEqualTo(Status.Code.UNAUTHENTICATED);
            assertThat(refusal.text())
                    .isEqualTo("single sign-on refused: user or password is wrong, or the directory does not let this"
                            + " user in");
        }
    }

    @Test
    void fiveFailuresLockTheNameForThirtyMinutesInAnySpelling() {
        // Given
        for (String spelling : List.of("alice", "Alice", "ALICE", "aLice", "alice")) {
            Refusal.of(() -> alice.directory("ad", spelling, "guess"));
        }

        // When
        Refusal locked = Refusal.of(() -> alice.directory("ad", "alice", "alice's password"));
        clock.advance(Duration.ofMinutes(30));
        UserCredentials later = alice.directory("ad", "alice", "alice's password");

        // Then
        assertThat(locked.code()).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(later.getUser()).isEqualTo("alice");
    }

    @Test
    void aDirectoryThatIsDownIsToldAndTheNextServerIsAsked() {
        // Given
        int port = directory.getListenPort();

        // When
        Visitor.put(cluster, PeopleDirectory.connector("ldap://127.0.0.1:1", "ldap://127.0.0.1:" + port));
        UserCredentials second = alice.directory("ad", "alice", "alice's password");
        Visitor.put(cluster, PeopleDirectory.connector("ldap://127.0.0.1:1"));
        Refusal down = Refusal.of(() -> alice.directory("ad", "alice", "alice's password"));

        // Then
        assertThat(second.getUser()).isEqualTo("alice");
        assertThat(down.code()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(down.text()).contains("ad cannot be reached");
    }

    @Test
    void passwordsTravelInTlsOnly() {
        assertThat(Refusal.of(() -> Visitor.put(cluster, PeopleDirectory.connector("ldap://ldap.example.com")))
                        .text())
                .contains("expected ldaps://HOST:PORT");
    }

    @Test
    void aTestShowsUserRolesTraitsAndWhyAndLogsNobodyIn() {
        // Given
        putRule(LoginRuleSpec.newBuilder()
                .putTraitsMap("logins", texts("email.local(external.mail)"))
                .putTraitsMap("groups", texts("external.groups")));

        // When
        SsoVerdict verdict = ConnectorServiceGrpc.newBlockingStub(cluster.admin())
                .testDirectory(TestDirectoryRequest.newBuilder()
                        .setName("ad")
                        .setUser("alice")
                        .setPassword("alice's password")
                        .build());

        // Then
        assertThat(verdict.getAdmitted()).as(verdict.getObjection()).isTrue();
        assertThat(verdict.getRolesList()).containsExactly("editor");
        assertThat(verdict.getTraitsMap().keySet()).containsExactlyInAnyOrder("logins", "groups");
        assertThat(verdict.getTraitsOrThrow("logins").getValuesList()).containsExactly("alice.smith");
        assertThat(verdict.getClaimsMap()).containsKey("mail");
        assertThat(String.join("\n", verdict.getWhyList()))
                .contains("let uid=alice", "login rule tidy leaves", "spec.groups_to_roles[0] gives editor");
    }

    @Test
    void loginRulesDecideBeforeTheMapping() {
        // Given: a rule that takes the group away
        putRule(LoginRuleSpec.newBuilder()
                .setWhere("contains(external.groups, \"admins\")")
                .putTraitsMap("groups", texts("set(\"visitors\")")));

        // When
        Refusal refusal = Refusal.of(() -> alice.directory("ad", "alice", "alice's password"));

        // Then
        assertThat(refusal.text()).contains("gives alice a role");
    }

    @Test
    void aLoginRuleIsCheckedWhenItIsWritten() {
        assertThat(Refusal.of(() -> putRule(LoginRuleSpec.newBuilder()
                                .setWhere("external.groups")
                                .putTraitsMap("logins", texts("email.locl(external.mail)"))))
                        .text())
                .contains("spec.where", "spec.traits_map.logins");
    }

    private void putRule(LoginRuleSpec.Builder spec) {
        ConnectorServiceGrpc.newBlockingStub(cluster.admin())
                .putLoginRule(PutLoginRuleRequest.newBuilder()
                        .setRule(LoginRule.newBuilder()
                                .setMetadata(Metadata.newBuilder().setName("tidy"))
                                .setSpec(spec))
                        .build());
    }

    private static StringList texts(String... each) {
        return StringList.newBuilder().addAllValues(List.of(each)).build();
    }
}
