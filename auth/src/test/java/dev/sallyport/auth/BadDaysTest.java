package dev.sallyport.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.api.machine.MachineIdentity;
import dev.sallyport.api.v1.AddUserRequest;
import dev.sallyport.api.v1.ListNodesRequest;
import dev.sallyport.api.v1.MachineType;
import dev.sallyport.api.v1.Metadata;
import dev.sallyport.api.v1.NodeServiceGrpc;
import dev.sallyport.api.v1.Page;
import dev.sallyport.api.v1.PutRoleRequest;
import dev.sallyport.api.v1.RemoveRoleRequest;
import dev.sallyport.api.v1.RemoveUserRequest;
import dev.sallyport.api.v1.ResetUserRequest;
import dev.sallyport.api.v1.Role;
import dev.sallyport.api.v1.RoleServiceGrpc;
import dev.sallyport.api.v1.UserServiceGrpc;
import dev.sallyport.model.Failure;
import dev.sallyport.store.MemoryStore;
import dev.sallyport.store.SqliteStore;
import dev.sallyport.testing.ManualClock;
import io.grpc.Channel;
import io.grpc.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BadDaysTest extends ClusterTest {

    @TempDir
    Path other;

    @Test
    void aFullDiskIsSaidAndNothingIsHalfWritten() {
        // Given
        Channel admin = cluster.admin();
        TestCluster.Somebody alice = cluster.person("alice", "access");
        long before = store.revision();
        store.full(true);

        // When
        Refusal add = Refusal.of(() -> UserServiceGrpc.newBlockingStub(admin)
                .addUser(AddUserRequest.newBuilder()
                        .setName("bob")
                        .addRoles("access")
                        .build()));
        Refusal login = Refusal.of(() -> cluster.login(alice));
        store.full(false);

        // Then
        assertThat(add.code()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(add.text()).contains("disk is full");
        assertThat(login.code()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(store.revision()).isEqualTo(before);
        assertThat(cluster.login(alice).getUser()).isEqualTo("alice");
    }

    @Test
    void aStoreThatIsGoneDeniesEverythingAndIsSaid() {
        // Given
        Channel alice = cluster.somebody("alice", "access");
        store.gone(true);

        // When
        Refusal refusal = Refusal.of(
                () -> NodeServiceGrpc.newBlockingStub(alice).listNodes(ListNodesRequest.getDefaultInstance()));
        boolean healthy = cluster.role.healthy();
        store.gone(false);
        cluster.look();

        // Then
        assertThat(refusal.code()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(healthy).isFalse();
        assertThat(cluster.role.healthy()).isTrue();
    }

    /** So that kill -9 at any moment leaves either all of a change, its event included, or nothing of it. */
    @Test
    void everyChangeAndItsEventAreOneCommit() {
        // Given
        Channel admin = cluster.admin();
        TestCluster.Somebody alice = cluster.person("alice", "access");
        var users = UserServiceGrpc.newBlockingStub(admin);
        var roles = RoleServiceGrpc.newBlockingStub(admin);
        var add = AddUserRequest.newBuilder().setName("bob").addRoles("access").build();
        Map<String, Supplier<?>> changes = new LinkedHashMap<>();
        changes.put("add", () -> users.addUser(add));
        changes.put("login", () -> cluster.login(alice));
        changes.put(
                "reset",
                () -> users.resetUser(
                        ResetUserRequest.newBuilder().setName("alice").build()));
        changes.put(
                "remove",
                () -> users.removeUser(
                        RemoveUserRequest.newBuilder().setName("alice").build()));
        changes.put(
                "role",
                () -> roles.putRole(PutRoleRequest.newBuilder()
                        .setRole(Role.newBuilder()
                                .setMetadata(Metadata.newBuilder().setName("dev"))
                                .build())
                        .build()));
        changes.put(
                "no role",
                () -> roles.removeRole(
                        RemoveRoleRequest.newBuilder().setName("dev").build()));
        changes.put("token", () -> cluster.role.offer(MachineType.MACHINE_TYPE_NODE));

        changes.forEach((name, change) -> {
            store.reset();

            // When
            Object done = change.get();

            // Then
            assertThat(done).isNotNull();
            assertThat(store.commits()).as(name).hasSize(1);
        });
        store.reset();
        assertThat(cluster.machine(MachineType.MACHINE_TYPE_NODE, "web1").id()).isNotEmpty();
        assertThat(store.commits()).as("token and join").hasSize(2);
    }

    @Test
    void aCertificateFromAnHourAheadIsRefusedWithAWordOnTheClock() {
        // Given
        TestCluster.Somebody alice = cluster.person("alice", "access");
        var credentials = cluster.login(alice);
        clock.advance(Duration.ofHours(-1));

        // When
        Refusal refusal = Refusal.of(() -> NodeServiceGrpc.newBlockingStub(cluster.channel(alice, credentials))
                .listNodes(ListNodesRequest.getDefaultInstance()));

        // Then
        assertThat(refusal.code()).isIn(Status.Code.UNAVAILABLE, Status.Code.UNAUTHENTICATED);
    }

    @Test
    void drainingLetsNoNewCallIn() {
        // Given
        Channel alice = cluster.somebody("alice", "access");
        var nodes = NodeServiceGrpc.newBlockingStub(alice);
        var before = nodes.listNodes(ListNodesRequest.getDefaultInstance());

        // When
        cluster.role.drain(Duration.ofSeconds(30));
        Refusal after = Refusal.of(() -> nodes.listNodes(ListNodesRequest.getDefaultInstance()));

        // Then
        assertThat(before.getNodesCount()).isZero();
        assertThat(after.code()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(after.text()).contains("stopping");
    }

    @Test
    void everythingIsThereAfterARestart() {
        // Given
        Path database = other.resolve("auth.db");
        ManualClock time = ManualClock.atNoon();
        TestCluster.Somebody alice;
        MachineIdentity node;
        try (SqliteStore disk = SqliteStore.open(database, time)) {
            TestCluster first = TestCluster.start(other, disk, time);
            alice = first.person("alice", "access");
            node = first.machine(MachineType.MACHINE_TYPE_NODE, "web1");
            first.stop();
        }

        // When
        try (SqliteStore disk = SqliteStore.open(database, time)) {
            TestCluster again = TestCluster.start(other, disk, time);

            // Then
            Channel channel = again.channel(alice, again.login(alice));
            assertThat(NodeServiceGrpc.newBlockingStub(channel)
                            .listNodes(ListNodesRequest.getDefaultInstance())
                            .getNodesList())
                    .extracting(dev.sallyport.api.v1.Node::getId)
                    .containsExactly(node.id());
            again.stop();
        }
    }

    @Test
    void twoClustersInOneProcessKnowNothingOfEachOther() {
        // Given
        ManualClock time = ManualClock.atNoon();
        try (MemoryStore second = new MemoryStore(time);
                TestCluster theirs = TestCluster.start("other.example.com", other, second, time)) {
            Channel alice = cluster.somebody("alice", "access");
            TestCluster.Somebody bob = theirs.person("bob", "access");

            // When
            var users = UserServiceGrpc.newBlockingStub(theirs.admin()).listUsers(Page.getDefaultInstance());
            Refusal foreign = Refusal.of(() -> {
                var credentials = theirs.login(bob);
                var _ = NodeServiceGrpc.newBlockingStub(cluster.channel(bob, credentials))
                        .listNodes(ListNodesRequest.getDefaultInstance());
            });

            // Then
            assertThat(users.getUsersList())
                    .singleElement()
                    .satisfies(user -> assertThat(user.getName()).isEqualTo("bob"));
            assertThat(foreign.code()).isIn(Status.Code.UNAVAILABLE, Status.Code.UNAUTHENTICATED);
            assertThat(NodeServiceGrpc.newBlockingStub(alice)
                            .listNodes(ListNodesRequest.getDefaultInstance())
                            .getNodesCount())
                    .isZero();
        }
    }

    @Test
    void aStoreOfAnotherClusterOrWithoutItsKeyIsNotTouched() {
        // When
        assertThatThrownBy(() -> TestCluster.start("other.example.com", folder, store, clock))

                // Then
                .isInstanceOf(Failure.class)
                .hasMessageContaining("test.example.com");
        assertThatThrownBy(() -> TestCluster.start("test.example.com", other, store, clock))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("key");
    }
}
