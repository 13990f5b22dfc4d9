package dev.sallyport.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.api.machine.MachineIdentity;
import dev.sallyport.api.v1.ListNodesRequest;
import dev.sallyport.api.v1.MachineType;
import dev.sallyport.api.v1.Node;
import dev.sallyport.api.v1.NodeServiceGrpc;
import dev.sallyport.api.v1.ReportNodeRequest;
import dev.sallyport.api.v1.UserCredentials;
import dev.sallyport.store.MemoryStore;
import dev.sallyport.testing.ManualClock;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthRoleTest {

    @TempDir
    Path folder;

    @Test
    void aPersonWhoWasInvitedLogsInAndSeesTheNodeThatJoined() {
        ManualClock clock = ManualClock.atNoon();
        try (MemoryStore store = new MemoryStore(clock);
                TestCluster cluster = TestCluster.start(folder, store, clock)) {
            // Given
            MachineIdentity node = cluster.machine(MachineType.MACHINE_TYPE_NODE, "web1");
            NodeServiceGrpc.newBlockingStub(cluster.channel(node))
                    .reportNode(ReportNodeRequest.newBuilder()
                            .putLabels("env", "prod")
                            .setVersion("0.1.0")
                            .build());
            TestCluster.Somebody alice = cluster.person("alice", "access");

            // When
            UserCredentials credentials = cluster.login(alice);
            var nodes = NodeServiceGrpc.newBlockingStub(cluster.channel(alice, credentials))
                    .listNodes(ListNodesRequest.getDefaultInstance());

            // Then
            assertThat(credentials.getLoginsList()).containsExactly("alice");
            assertThat(credentials.getProxyPublicAddress()).isEqualTo("proxy.example.com:443");
            assertThat(nodes.getNodesList()).singleElement().satisfies(listed -> {
                assertThat(listed.getId()).isEqualTo(node.id());
                assertThat(listed.getName()).isEqualTo("web1");
                assertThat(listed.getLabelsMap()).containsEntry("env", "prod");
                assertThat(listed.getReach()).isEqualTo(Node.Reach.OFFLINE);
            });
        }
    }
}
