package dev.sallyport.auth.roles;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.api.machine.MachineIdentity;
import dev.sallyport.api.v1.AddUserRequest;
import dev.sallyport.api.v1.GetRolesRequest;
import dev.sallyport.api.v1.ListNodesRequest;
import dev.sallyport.api.v1.MachineType;
import dev.sallyport.api.v1.Node;
import dev.sallyport.api.v1.NodeServiceGrpc;
import dev.sallyport.api.v1.Page;
import dev.sallyport.api.v1.RemoveRoleRequest;
import dev.sallyport.api.v1.RemoveUserRequest;
import dev.sallyport.api.v1.ReportNodeRequest;
import dev.sallyport.api.v1.Role;
import dev.sallyport.api.v1.RoleServiceGrpc;
import dev.sallyport.api.v1.StringList;
import dev.sallyport.api.v1.UserServiceGrpc;
import dev.sallyport.auth.ClusterTest;
import dev.sallyport.auth.Refusal;
import io.grpc.Channel;
import io.grpc.Status;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoleTest extends ClusterTest {

    @Test
    void aNewClusterHasItsPresets() {
        assertThat(roles().listRoles(Page.getDefaultInstance()).getRolesList())
                .extracting(Role::getName)
                .containsExactly("access", "auditor", "editor");
    }

    @Test
    void aRoleThatSomebodyHoldsStays() {
        // Given
        var users = UserServiceGrpc.newBlockingStub(cluster.admin());
        var _ = roles().putRole(Role.newBuilder().setName("dev").build());
        var _ = users.addUser(
                AddUserRequest.newBuilder().setName("alice").addRoles("dev").build());

        // When
        Refusal held = Refusal.of(() -> remove("dev"));
        var _ = users.removeUser(RemoveUserRequest.newBuilder().setName("alice").build());
        remove("dev");

        // Then
        assertThat(held.code()).isEqualTo(Status.Code.ABORTED);
        assertThat(held.text()).contains("alice");
        assertThat(Refusal.of(() -> remove("dev")).code()).isEqualTo(Status.Code.NOT_FOUND);
    }

    @Test
    void aUserWithARoleThatIsNotThereIsRefused() {
        // When
        Refusal refusal = Refusal.of(() -> UserServiceGrpc.newBlockingStub(cluster.admin())
                .addUser(AddUserRequest.newBuilder()
                        .setName("alice")
                        .addRoles("gone")
                        .build()));

        // Then
        assertThat(refusal.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(refusal.text()).contains("gone");
    }

    @Test
    void whatDoesNotMeanWhatItLooksLikeIsRefused() {
        // Given
        List<Role> strange = List.of(
                Role.newBuilder().setName("").build(),
                Role.newBuilder().setName("local-admin").setAdminister(true).build(),
                Role.newBuilder().setName("x").addLogins("-oProxyCommand=x").build(),
                Role.newBuilder().setName("x").addLogins("{{internal.logins}}x").build(),
                Role.newBuilder()
                        .setName("x")
                        .addLogins("{{email.local(internal.x)}}")
                        .build(),
                labels("env", "prod-*"),
                labels("env", "^prod$"),
                labels("*", "prod"),
                labels("e v", "prod"),
                Role.newBuilder()
                        .setName("x")
                        .setMaxSessionTtlSeconds(31 * 3600)
                        .build(),
                Role.newBuilder().setName("x").setMaxSessionTtlSeconds(-1).build());

        // When
        List<Refusal> refusals = strange.stream()
                .map(role -> Refusal.of(() -> {
                    var _ = roles().putRole(role);
                }))
                .toList();

        // Then
        assertThat(refusals).allMatch(refusal -> refusal.code() == Status.Code.INVALID_ARGUMENT);
    }

    @Test
    void aRoleShowsTheNodesThatItsLabelsMean() {
        // Given
        report(cluster.machine(MachineType.MACHINE_TYPE_NODE, "dev1"), "dev");
        report(cluster.machine(MachineType.MACHINE_TYPE_NODE, "prod1"), "prod");
        var _ = roles().putRole(labels("env", "dev"));
        Channel alice = cluster.somebody("alice", "x");
        Channel eve = cluster.somebody("eve", "auditor");

        // When
        List<String> seen = names(alice, ListNodesRequest.getDefaultInstance());

        // Then
        assertThat(seen).containsExactly("dev1");
        assertThat(names(alice, ListNodesRequest.newBuilder().setSearch("prod").build()))
                .isEmpty();
        assertThat(names(eve, ListNodesRequest.getDefaultInstance())).isEmpty();
        assertThat(names(cluster.admin(), ListNodesRequest.getDefaultInstance()))
                .containsExactly("dev1", "prod1");
    }

    @Test
    void aRoleThatWasTakenAwayCountsNoMoreThoughTheCertificateNamesIt() {
        // Given
        var _ = roles().putRole(labels("env", "dev"));
        report(cluster.machine(MachineType.MACHINE_TYPE_NODE, "dev1"), "dev");
        Channel alice = cluster.somebody("alice", "x");
        List<String> before = names(alice, ListNodesRequest.getDefaultInstance());

        // When
        var _ = roles().putRole(labels("env", "other"));
        List<String> after = names(alice, ListNodesRequest.getDefaultInstance());

        // Then
        assertThat(before).containsExactly("dev1");
        assertThat(after).isEmpty();
    }

    @Test
    void aNodeReadsTheRolesThatItNamesAndUnknownOnesAreLeftOut() {
        // Given
        MachineIdentity node = cluster.machine(MachineType.MACHINE_TYPE_NODE, "dev1");

        // When
        var read = NodeServiceGrpc.newBlockingStub(cluster.channel(node))
                .getRoles(GetRolesRequest.newBuilder()
                        .addNames("access")
                        .addNames("gone")
                        .build());

        // Then
        assertThat(read.getRolesList()).singleElement().satisfies(role -> {
            assertThat(role.getLoginsList()).containsExactly("{{internal.logins}}");
            assertThat(role.getPermitPortForwarding()).isTrue();
        });
    }

    private static Role labels(String name, String value) {
        return Role.newBuilder()
                .setName("x")
                .putNodeLabels(name, StringList.newBuilder().addValues(value).build())
                .build();
    }

    private void report(MachineIdentity node, String env) {
        var _ = NodeServiceGrpc.newBlockingStub(cluster.channel(node))
                .reportNode(ReportNodeRequest.newBuilder().putLabels("env", env).build());
    }

    private static List<String> names(Channel channel, ListNodesRequest request) {
        return NodeServiceGrpc.newBlockingStub(channel).listNodes(request).getNodesList().stream()
                .map(Node::getName)
                .toList();
    }

    private void remove(String role) {
        var _ = roles().removeRole(RemoveRoleRequest.newBuilder().setName(role).build());
    }

    private RoleServiceGrpc.RoleServiceBlockingStub roles() {
        return RoleServiceGrpc.newBlockingStub(cluster.admin());
    }
}
