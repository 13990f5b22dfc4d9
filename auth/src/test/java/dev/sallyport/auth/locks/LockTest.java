package dev.sallyport.auth.locks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.api.v1.AddLockRequest;
import dev.sallyport.api.v1.AuditServiceGrpc;
import dev.sallyport.api.v1.GetLocksRequest;
import dev.sallyport.api.v1.ListEventsRequest;
import dev.sallyport.api.v1.ListNodesRequest;
import dev.sallyport.api.v1.Lock;
import dev.sallyport.api.v1.LockServiceGrpc;
import dev.sallyport.api.v1.LockTarget;
import dev.sallyport.api.v1.MachineType;
import dev.sallyport.api.v1.NodeServiceGrpc;
import dev.sallyport.api.v1.Page;
import dev.sallyport.api.v1.RemoveLockRequest;
import dev.sallyport.api.v1.RemoveUserRequest;
import dev.sallyport.api.v1.ResetUserRequest;
import dev.sallyport.api.v1.UserCredentials;
import dev.sallyport.api.v1.UserServiceGrpc;
import dev.sallyport.auth.ClusterTest;
import dev.sallyport.auth.Refusal;
import dev.sallyport.auth.TestCluster.Somebody;
import io.grpc.Channel;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LockTest extends ClusterTest {

    @Test
    void aLockedUserCallsNothingAndLogsInNoMoreUntilItEnds() {
        // Given
        Somebody alice = cluster.person("alice", "access");
        Channel channel = cluster.channel(alice, cluster.login(alice));

        // When
        lock(LockTarget.newBuilder().setUser("alice"), 3600);

        // Then
        assertThat(call(channel).code()).isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(call(channel).text()).contains("user alice is locked until").contains("because");
        assertThat(Refusal.of(() -> cluster.login(alice)).code()).isEqualTo(Status.Code.UNAUTHENTICATED);
        clock.advance(Duration.ofHours(1));
        nodes(channel);
        assertThat(locks().listLocks(Page.getDefaultInstance()).getLocksList()).isEmpty();
    }

    @Test
    void afterAResetCertificatesGivenOutAreUselessAndThoseOfANewLoginAreNot() {
        // Given
        Somebody alice = cluster.person("alice", "access");
        Channel before = cluster.channel(alice, cluster.login(alice));

        // When
        String code = UserServiceGrpc.newBlockingStub(cluster.admin())
                .resetUser(ResetUserRequest.newBuilder().setName("alice").build())
                .getCode();

        // Then: also when all of it happens within a second
        assertThat(call(before).code()).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(call(before).text()).contains("was revoked: log in again");
        Somebody again = cluster.accept("alice", code);
        UserCredentials credentials = cluster.login(again);
        nodes(cluster.channel(again, credentials));
    }

    @Test
    void aRemovedUsersCertificatesStayUselessWhenTheNameIsGivenAgain() {
        // Given
        Somebody alice = cluster.person("alice", "access");
        Channel before = cluster.channel(alice, cluster.login(alice));
        var _ = UserServiceGrpc.newBlockingStub(cluster.admin())
                .removeUser(RemoveUserRequest.newBuilder().setName("alice").build());

        // When
        Somebody other = cluster.person("alice", "access");

        // Then
        assertThat(call(before).code()).isEqualTo(Status.Code.UNAUTHENTICATED);
        nodes(cluster.channel(other, cluster.login(other)));
    }

    @Test
    void nodesHearOfLocksInForceAndOfNothingElse() {
        // Given
        var node = NodeServiceGrpc.newBlockingStub(
                cluster.channel(cluster.machine(MachineType.MACHINE_TYPE_NODE, "web-1")));
        Lock user = lock(LockTarget.newBuilder().setUser("alice"), 60);
        Lock login = lock(LockTarget.newBuilder().setLogin("root"), 0);

        // When
        List<Lock> first = node.getLocks(GetLocksRequest.getDefaultInstance()).getLocksList();
        clock.advance(Duration.ofMinutes(1));
        List<Lock> then = node.getLocks(GetLocksRequest.getDefaultInstance()).getLocksList();
        var _ = locks().removeLock(
                        RemoveLockRequest.newBuilder().setId(login.getId()).build());

        // Then
        assertThat(first).extracting(Lock::getId).containsExactlyInAnyOrder(user.getId(), login.getId());
        assertThat(then).extracting(Lock::getId).containsExactly(login.getId());
        assertThat(node.getLocks(GetLocksRequest.getDefaultInstance()).getLocksList())
                .isEmpty();
        assertThat(types()).contains("lock.create", "lock.delete");
    }

    @Test
    void whatCannotBeLockedIsRefused() {
        for (LockTarget.Builder target : List.of(
                LockTarget.newBuilder(),
                LockTarget.newBuilder().setUser("../x"),
                LockTarget.newBuilder().setLogin("-l"),
                LockTarget.newBuilder().setNode("a b"))) {
            assertThat(Refusal.of(() -> lock(target, 0)).code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        }
    }

    private Lock lock(LockTarget.Builder target, long ttl) {
        return locks().addLock(AddLockRequest.newBuilder()
                .setTarget(target)
                .setTtlSeconds(ttl)
                .setMessage("because")
                .build());
    }

    private LockServiceGrpc.LockServiceBlockingStub locks() {
        return LockServiceGrpc.newBlockingStub(cluster.admin());
    }

    private List<String> types() {
        return AuditServiceGrpc.newBlockingStub(cluster.admin())
                .listEvents(ListEventsRequest.getDefaultInstance())
                .getEventsList()
                .stream()
                .map(dev.sallyport.api.v1.Event::getType)
                .toList();
    }

    private static void nodes(Channel channel) {
        var _ = NodeServiceGrpc.newBlockingStub(channel).listNodes(ListNodesRequest.getDefaultInstance());
    }

    private static Refusal call(Channel channel) {
        return Refusal.of(() -> nodes(channel));
    }
}
