package dev.sallyport.auth.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.api.machine.MachineIdentity;
import dev.sallyport.api.machine.MachineKeys;
import dev.sallyport.api.v1.AddTokenRequest;
import dev.sallyport.api.v1.AddUserRequest;
import dev.sallyport.api.v1.AuditServiceGrpc;
import dev.sallyport.api.v1.JoinServiceGrpc;
import dev.sallyport.api.v1.ListEventsRequest;
import dev.sallyport.api.v1.ListNodesRequest;
import dev.sallyport.api.v1.LoginServiceGrpc;
import dev.sallyport.api.v1.MachineType;
import dev.sallyport.api.v1.Metadata;
import dev.sallyport.api.v1.NodeServiceGrpc;
import dev.sallyport.api.v1.PutRoleRequest;
import dev.sallyport.api.v1.ReadRecordingRequest;
import dev.sallyport.api.v1.RecordingServiceGrpc;
import dev.sallyport.api.v1.ResetUserRequest;
import dev.sallyport.api.v1.Role;
import dev.sallyport.api.v1.RoleServiceGrpc;
import dev.sallyport.api.v1.TokenServiceGrpc;
import dev.sallyport.api.v1.UserServiceGrpc;
import dev.sallyport.auth.ClusterTest;
import dev.sallyport.auth.Refusal;
import dev.sallyport.auth.TestCluster;
import io.grpc.Channel;
import io.grpc.Status;
import java.security.SecureRandom;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** A stolen machine can refuse, never grant. */
class ProxyPowerTest extends ClusterTest {

    @Test
    void aMachinesCertificateMintsNothing() {
        // Given
        TestCluster.Somebody alice = cluster.person("alice", "access");
        MachineIdentity proxy = cluster.machine(MachineType.MACHINE_TYPE_PROXY, "proxy1");
        MachineIdentity node = cluster.machine(MachineType.MACHINE_TYPE_NODE, "node1");

        for (MachineIdentity machine : List.of(proxy, node)) {
            // When
            List<Refusal> refusals = attempts(cluster.channel(machine), alice).stream()
                    .map(Refusal::of)
                    .toList();

            // Then
            assertThat(refusals).allMatch(refusal -> refusal.code() == Status.Code.PERMISSION_DENIED);
        }
        assertThat(store.range("users/", "", 10)).hasSize(1);
    }

    private List<ThrowingCallable> attempts(Channel channel, TestCluster.Somebody alice) {
        var keys = MachineKeys.generate(new SecureRandom());
        String token = cluster.role.offer(MachineType.MACHINE_TYPE_PROXY).token();
        return List.of(
                () -> UserServiceGrpc.newBlockingStub(channel)
                        .addUser(AddUserRequest.newBuilder()
                                .setName("mallory")
                                .addRoles("access")
                                .build()),
                () -> UserServiceGrpc.newBlockingStub(channel)
                        .resetUser(
                                ResetUserRequest.newBuilder().setName("alice").build()),
                () -> RoleServiceGrpc.newBlockingStub(channel)
                        .putRole(PutRoleRequest.newBuilder()
                                .setRole(Role.newBuilder()
                                        .setMetadata(Metadata.newBuilder().setName("mine"))
                                        .build())
                                .build()),
                () -> TokenServiceGrpc.newBlockingStub(channel)
                        .addToken(AddTokenRequest.newBuilder()
                                .setType(MachineType.MACHINE_TYPE_NODE)
                                .build()),
                () -> LoginServiceGrpc.newBlockingStub(channel)
                        .login(cluster.loginRequest(alice).build()),
                () -> JoinServiceGrpc.newBlockingStub(channel)
                        .join(cluster.joinRequest(token, MachineType.MACHINE_TYPE_PROXY, "other", keys)
                                .build()),
                () -> AuditServiceGrpc.newBlockingStub(channel).listEvents(ListEventsRequest.getDefaultInstance()),
                () -> NodeServiceGrpc.newBlockingStub(channel).listNodes(ListNodesRequest.getDefaultInstance()),
                () -> RecordingServiceGrpc.newBlockingStub(channel)
                        .readRecording(ReadRecordingRequest.getDefaultInstance())
                        .next());
    }
}
