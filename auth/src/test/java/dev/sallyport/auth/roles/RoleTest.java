package dev.sallyport.auth.roles;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.api.machine.MachineIdentity;
import dev.sallyport.api.v1.AddUserRequest;
import dev.sallyport.api.v1.ListNodesRequest;
import dev.sallyport.api.v1.MachineType;
import dev.sallyport.api.v1.Metadata;
import dev.sallyport.api.v1.Node;
import dev.sallyport.api.v1.NodeServiceGrpc;
import dev.sallyport.api.v1.Page;
import dev.sallyport.api.v1.PutRoleRequest;
import dev.sallyport.api.v1.RemoveRoleRequest;
import dev.sallyport.api.v1.RemoveUserRequest;
import dev.sallyport.api.v1.ReportNodeRequest;
import dev.sallyport.api.v1.Role;
import dev.sallyport.api.v1.RoleConditions;
import dev.sallyport.api.v1.RoleRule;
import dev.sallyport.api.v1.RoleServiceGrpc;
import dev.sallyport.api.v1.RoleTimes;
import dev.sallyport.api.v1.StringList;
import dev.sallyport.api.v1.UserServiceGrpc;
import dev.sallyport.auth.ClusterTest;
import dev.sallyport.auth.Refusal;
import io.grpc.Channel;
import io.grpc.Status;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class RoleTest extends ClusterTest {

    @Test
    void aNewClusterHasItsPresets() {
        assertThat(roles().listRoles(Page.getDefaultInstance()).getRolesList())
                .extracting(role -> role.getMetadata().getName())
                .containsExactly("access", "auditor", "editor", "requester", "reviewer");
    }

    @Test
    void aRoleThatSomebodyHoldsStays() {
        // Given
        var users = UserServiceGrpc.newBlockingStub(cluster.admin());
        put(roles(), role("dev").build());
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
                role("").build(),
                role("local-admin").build(),
                allowing(allow -> allow.addLogins("-oProxyCommand=x")),
                allowing(allow -> allow.addLogins("*")),
                allowing(allow -> allow.addLogins("{{internal.logins")),
                allowing(allow -> allow.addLogins("root").clearNodeLabels()),
                allowing(allow -> allow.addCommands("^((a{100}){100}){100}$")),
                allowing(allow -> allow.setNodeLabelsExpression("labels.env ==")),
                allowing(allow -> allow.setNodeLabelsExpression("labels")),
                allowing(allow ->
                        allow.addRules(RoleRule.newBuilder().addResources("usr").addVerbs("*"))),
                allowing(allow -> allow.addTimes(
                        RoleTimes.newBuilder().setFrom("25:00").setTo("26:00").setZone("Mars/Base"))),
                labels("env", "^pr[od$"),
                labels("*", "prod"),
                labels("e v", "prod"),
                lasting("31h"),
                lasting("-1h"),
                lasting("long"));

        // When
        List<Refusal> refusals = strange.stream()
                .map(role -> Refusal.of(() -> {
                    put(roles(), role);
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
        put(roles(), labels("env", "dev"));
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
        put(roles(), labels("env", "dev"));
        report(cluster.machine(MachineType.MACHINE_TYPE_NODE, "dev1"), "dev");
        Channel alice = cluster.somebody("alice", "x");
        List<String> before = names(alice, ListNodesRequest.getDefaultInstance());

        // When
        put(roles(), labels("env", "other"));
        List<String> after = names(alice, ListNodesRequest.getDefaultInstance());

        // Then
        assertThat(before).containsExactly("dev1");
        assertThat(after).isEmpty();
    }

    @Test
    void aRoleThatSomebodyElseChangedMeanwhileIsNotOverwritten() {
        // Given
        put(roles(), lasting("1h"));
        Role read = roles().listRoles(Page.getDefaultInstance()).getRolesList().stream()
                .filter(role -> role.getMetadata().getName().equals("x"))
                .findFirst()
                .orElseThrow();
        put(roles(), lasting("2h"));

        // When
        Refusal refusal = Refusal.of(() -> {
            put(roles(), read);
        });

        // Then
        assertThat(refusal.code()).isEqualTo(Status.Code.ABORTED);
        assertThat(refusal.text())
                .contains("changed", "revision " + read.getMetadata().getRevision());
    }

    @Test
    void whoMayChangeSomeRolesCannotWriteOneThatReachesBeyondTheirLabels() {
        // Given
        var alice = leadOfWeb();
        List<Role> tooWide = List.of(
                ofTeam(allow -> allow.putNodeLabels("*", values("*")).addLogins("root")),
                ofTeam(allow -> allow.putNodeLabels("team", values("web", "db")).addLogins("root")),
                ofTeam(allow -> allow.putNodeLabels("team", values("*")).addLogins("root")),
                ofTeam(allow -> allow.setNodeLabelsExpression("true").addLogins("root")),
                ofTeam(allow ->
                        allow.addRules(RoleRule.newBuilder().addResources("*").addVerbs("*"))));

        // When
        List<Refusal> refusals =
                tooWide.stream().map(role -> Refusal.of(() -> put(alice, role))).toList();

        // Then
        assertThat(refusals).allMatch(refusal -> refusal.code() == Status.Code.PERMISSION_DENIED);
        put(alice, ofTeam(allow -> allow.putNodeLabels("team", values("web")).addLogins("root")));
    }

    /** Somebody who may write the roles of the team web. */
    private RoleServiceGrpc.RoleServiceBlockingStub leadOfWeb() {
        Role.Builder lead = role("lead");
        lead.getSpecBuilder()
                .getAllowBuilder()
                .addRules(RoleRule.newBuilder()
                        .addResources("role")
                        .addVerbs("*")
                        .setWhere("resource.metadata.labels.team == \"web\""));
        put(roles(), lead.build());
        return RoleServiceGrpc.newBlockingStub(cluster.somebody("alice", "lead"));
    }

    private static Role ofTeam(Consumer<RoleConditions.Builder> change) {
        Role.Builder role = role("web");
        role.getMetadataBuilder().putLabels("team", "web");
        change.accept(role.getSpecBuilder().getAllowBuilder());
        return role.build();
    }

    private static StringList values(String... values) {
        return StringList.newBuilder().addAllValues(List.of(values)).build();
    }

    @Test
    void whoMayChangeSomeRolesChangesThoseAndNoOthers() {
        // Given
        var alice = leadOfWeb();
        Role.Builder web = role("web");
        web.getMetadataBuilder().putLabels("team", "web");
        Role.Builder taken = role("access");
        taken.getMetadataBuilder().putLabels("team", "web");

        // When
        put(alice, web.build());
        Refusal other = Refusal.of(() -> {
            put(alice, role("other").build());
        });
        Refusal seized = Refusal.of(() -> {
            put(alice, taken.build());
        });

        // Then
        assertThat(alice.listRoles(Page.getDefaultInstance()).getRolesList())
                .extracting(role -> role.getMetadata().getName())
                .containsExactly("web");
        assertThat(other.code()).isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(seized.code()).isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(seized.text()).contains("update", "access");
    }

    private static void put(RoleServiceGrpc.RoleServiceBlockingStub service, Role role) {
        var _ = service.putRole(PutRoleRequest.newBuilder().setRole(role).build());
    }

    private static Role.Builder role(String name) {
        return Role.newBuilder().setMetadata(Metadata.newBuilder().setName(name));
    }

    private static Role allowing(Consumer<RoleConditions.Builder> change) {
        Role.Builder role = role("x");
        RoleConditions.Builder allow = role.getSpecBuilder().getAllowBuilder();
        allow.putNodeLabels("env", StringList.newBuilder().addValues("dev").build());
        change.accept(allow);
        return role.build();
    }

    private static Role labels(String name, String value) {
        return allowing(allow -> allow.clearNodeLabels()
                .putNodeLabels(name, StringList.newBuilder().addValues(value).build()));
    }

    private static Role lasting(String ttl) {
        Role.Builder role = role("x");
        role.getSpecBuilder().getOptionsBuilder().setMaxSessionTtl(ttl);
        return role.build();
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
