package dev.sallyport.auth.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.sallyport.api.v1.AccessChange;
import dev.sallyport.api.v1.AccessServiceGrpc;
import dev.sallyport.api.v1.DiffRoleReply;
import dev.sallyport.api.v1.DiffRoleRequest;
import dev.sallyport.api.v1.ExplainAccessReply;
import dev.sallyport.api.v1.ExplainAccessRequest;
import dev.sallyport.api.v1.Finding;
import dev.sallyport.api.v1.JoinCondition;
import dev.sallyport.api.v1.MachineType;
import dev.sallyport.api.v1.Metadata;
import dev.sallyport.api.v1.ModerationCondition;
import dev.sallyport.api.v1.NodeServiceGrpc;
import dev.sallyport.api.v1.PutRoleRequest;
import dev.sallyport.api.v1.ReportNodeRequest;
import dev.sallyport.api.v1.Role;
import dev.sallyport.api.v1.RoleConditions;
import dev.sallyport.api.v1.RoleOptions;
import dev.sallyport.api.v1.RoleServiceGrpc;
import dev.sallyport.api.v1.RoleSpec;
import dev.sallyport.api.v1.StringList;
import dev.sallyport.auth.ClusterTest;
import dev.sallyport.auth.Refusal;
import io.grpc.Channel;
import io.grpc.Status;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AccessInsightTest extends ClusterTest {

    @BeforeEach
    void nodes() {
        report("dev1", "dev");
        report("prod1", "prod");
        put(role("careful", "prod", true));
        put(role("dev", "dev", false));
    }

    @Test
    void aNoNamesTheRoleAndTheLineThatDecides() {
        // Given
        var _ = cluster.somebody("alice", "access", "careful");

        // When
        ExplainAccessReply reply = explain(cluster.admin(), "alice", "node/prod1", "login=alice");

        // Then
        assertThat(reply.getAllowed()).isFalse();
        assertThat(reply.getFindingsList())
                .filteredOn(finding -> finding.getEffect() == Finding.Effect.DENIES)
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.getRole()).isEqualTo("careful");
                    assertThat(finding.getPath()).isEqualTo("deny.node_labels");
                });
        assertThat(explain(cluster.admin(), "alice", "node/dev1", "login=alice").getAllowed())
                .isTrue();
    }

    @Test
    void onlyWhoReadsUsersAndRolesAsksAboutOthersAndNobodyLearnsOfHiddenNodes() {
        // Given
        Channel alice = cluster.somebody("alice", "dev");
        var _ = cluster.somebody("bob", "access");

        // When
        Refusal other = Refusal.of(() -> explain(alice, "bob", "node/dev1", "see"));
        Refusal hidden = Refusal.of(() -> explain(alice, "", "node/prod1", "login=root"));
        Refusal missing = Refusal.of(() -> explain(alice, "", "node/prod2", "login=root"));

        // Then
        assertThat(explain(alice, "", "node/dev1", "login=alice").getAllowed()).isTrue();
        assertThat(other.code()).isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(hidden.code()).isEqualTo(Status.Code.NOT_FOUND);
        assertThat(hidden.text().replace("prod1", "prod2")).isEqualTo(missing.text());
    }

    @Test
    void aRoleThatIsToBeChangedSaysFirstWhoGainsAndLosesWhat() {
        // Given
        var _ = cluster.somebody("alice", "dev");
        var _ = cluster.somebody("bob", "access");

        // When
        DiffRoleReply reply = diff(role("dev", "prod", false));

        // Then
        assertThat(reply.getUsers()).isEqualTo(1);
        assertThat(reply.getChangesList())
                .extracting(
                        AccessChange::getUser,
                        AccessChange::getGains,
                        AccessChange::getAction,
                        AccessChange::getExamplesList)
                .containsExactlyInAnyOrder(
                        tuple("alice", false, "see", List.of("dev1")),
                        tuple("alice", false, "login=alice", List.of("dev1")),
                        tuple("alice", true, "see", List.of("prod1")),
                        tuple("alice", true, "login=alice", List.of("prod1")));
        assertThat(explain(cluster.admin(), "alice", "node/prod1", "see").getAllowed())
                .isFalse();
    }

    @Test
    void aDenialThatIsToBeAddedTakesFromThoseWhoHoldIt() {
        // Given
        var _ = cluster.somebody("alice", "access", "dev");

        // When
        DiffRoleReply reply = diff(role("dev", "prod", true));

        // Then
        assertThat(reply.getChangesList()).allMatch(change -> !change.getGains());
        assertThat(reply.getChangesList())
                .extracting(AccessChange::getAction)
                .containsExactlyInAnyOrder("see", "login=alice");
    }

    @Test
    void whoGainsAndLosesTheRightToJoinIsToldByWhoseSessionsAndAsWhat() {
        // Given
        put(joining("dev", "observer"));
        var _ = cluster.somebody("alice", "helper");

        // When
        DiffRoleReply reply = diff(joining("careful", "moderator"));

        // Then
        assertThat(reply.getChangesList())
                .extracting(AccessChange::getGains, AccessChange::getAction, AccessChange::getExamplesList)
                .containsExactlyInAnyOrder(
                        tuple(false, "join=observer sessions of dev", List.of("dev1", "prod1")),
                        tuple(true, "join=moderator sessions of careful", List.of("dev1", "prod1")));
    }

    @Test
    void aDenialTakesTheRightToJoinOnItsNodesAndUnderItsLogins() {
        // Given
        put(joining("dev", "peer"));
        var _ = cluster.somebody("alice", "helper");
        Role now = joining("dev", "peer");
        RoleConditions root = RoleConditions.newBuilder().addLogins("root").build();
        RoleConditions prod = RoleConditions.newBuilder()
                .putNodeLabels("env", StringList.newBuilder().addValues("prod").build())
                .build();

        // When
        DiffRoleReply login = diff(
                now.toBuilder().setSpec(now.getSpec().toBuilder().setDeny(root)).build());
        DiffRoleReply nodes = diff(
                now.toBuilder().setSpec(now.getSpec().toBuilder().setDeny(prod)).build());

        // Then
        assertThat(login.getChangesList())
                .extracting(AccessChange::getGains, AccessChange::getAction, AccessChange::getNodes)
                .containsExactly(tuple(false, "join=peer sessions of dev as root", 2));
        assertThat(nodes.getChangesList())
                .extracting(AccessChange::getGains, AccessChange::getAction, AccessChange::getExamplesList)
                .containsExactly(tuple(false, "join=peer sessions of dev", List.of("prod1")));
    }

    @Test
    void whoNeedsAModeratorOrASecondFactorFromNowOnIsToldAndWhoNoLongerDoes() {
        // Given
        var _ = cluster.somebody("alice", "dev");
        Role now = role("dev", "dev", false);
        RoleSpec spec = now.getSpec();
        Role guarded = now.toBuilder()
                .setSpec(spec.toBuilder()
                        .setAllow(spec.getAllow().toBuilder()
                                .addRequireSessionJoin(
                                        ModerationCondition.newBuilder().addModes("moderator")))
                        .setOptions(RoleOptions.newBuilder().setRequireSessionMfa(true)))
                .build();

        // When
        DiffRoleReply wanted = diff(guarded);
        put(guarded);
        DiffRoleReply noLonger = diff(now);

        // Then
        assertThat(wanted.getChangesList())
                .extracting(AccessChange::getGains, AccessChange::getAction, AccessChange::getExamplesList)
                .containsExactlyInAnyOrder(
                        tuple(false, "login=alice without 1 moderator (role dev)", List.of("dev1")),
                        tuple(false, "login=alice without a second factor for the session", List.of("dev1")));
        assertThat(noLonger.getChangesList())
                .extracting(AccessChange::getGains, AccessChange::getAction)
                .containsExactlyInAnyOrder(
                        tuple(true, "login=alice without 1 moderator (role dev)"),
                        tuple(true, "login=alice without a second factor for the session"));
    }

    private static Role joining(String whose, String mode) {
        return Role.newBuilder()
                .setMetadata(Metadata.newBuilder().setName("helper"))
                .setSpec(RoleSpec.newBuilder()
                        .setAllow(RoleConditions.newBuilder()
                                .addJoinSessions(JoinCondition.newBuilder()
                                        .addRoles(whose)
                                        .addModes(mode))))
                .build();
    }

    private DiffRoleReply diff(Role role) {
        return AccessServiceGrpc.newBlockingStub(cluster.admin())
                .diffRole(DiffRoleRequest.newBuilder().setRole(role).build());
    }

    private static ExplainAccessReply explain(Channel by, String user, String resource, String action) {
        return AccessServiceGrpc.newBlockingStub(by)
                .explainAccess(ExplainAccessRequest.newBuilder()
                        .setUser(user)
                        .setResource(resource)
                        .setAction(action)
                        .build());
    }

    private static Role role(String name, String env, boolean denies) {
        RoleConditions conditions = RoleConditions.newBuilder()
                .putNodeLabels("env", StringList.newBuilder().addValues(env).build())
                .build();
        RoleSpec spec = denies
                ? RoleSpec.newBuilder().setDeny(conditions).build()
                : RoleSpec.newBuilder()
                        .setAllow(conditions.toBuilder().addLogins("{{internal.logins}}"))
                        .build();
        return Role.newBuilder()
                .setMetadata(Metadata.newBuilder().setName(name))
                .setSpec(spec)
                .build();
    }

    private void put(Role role) {
        var _ = RoleServiceGrpc.newBlockingStub(cluster.admin())
                .putRole(PutRoleRequest.newBuilder().setRole(role).build());
    }

    private void report(String name, String env) {
        var node = cluster.machine(MachineType.MACHINE_TYPE_NODE, name);
        var _ = NodeServiceGrpc.newBlockingStub(cluster.channel(node))
                .reportNode(ReportNodeRequest.newBuilder().putLabels("env", env).build());
    }
}
