package dev.sallyport.auth.presence;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.sallyport.api.machine.MachineIdentity;
import dev.sallyport.api.v1.AgentStream;
import dev.sallyport.api.v1.JoinServiceGrpc;
import dev.sallyport.api.v1.JoinedProxy;
import dev.sallyport.api.v1.ListNodesRequest;
import dev.sallyport.api.v1.LocksChanged;
import dev.sallyport.api.v1.MachineServiceGrpc;
import dev.sallyport.api.v1.MachineType;
import dev.sallyport.api.v1.Metadata;
import dev.sallyport.api.v1.Node;
import dev.sallyport.api.v1.NodeServiceGrpc;
import dev.sallyport.api.v1.Page;
import dev.sallyport.api.v1.ProbeResult;
import dev.sallyport.api.v1.ProbeResults;
import dev.sallyport.api.v1.ProxyHello;
import dev.sallyport.api.v1.ProxyOrder;
import dev.sallyport.api.v1.ProxyReport;
import dev.sallyport.api.v1.ProxyServiceGrpc;
import dev.sallyport.api.v1.PutRoleRequest;
import dev.sallyport.api.v1.RemoveNodeRequest;
import dev.sallyport.api.v1.RemoveProxyRequest;
import dev.sallyport.api.v1.RenewRequest;
import dev.sallyport.api.v1.ReportNodeRequest;
import dev.sallyport.api.v1.Role;
import dev.sallyport.api.v1.RoleOptions;
import dev.sallyport.api.v1.RoleServiceGrpc;
import dev.sallyport.api.v1.RoleSpec;
import dev.sallyport.auth.ClusterTest;
import dev.sallyport.auth.Refusal;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LinkTest extends ClusterTest {

    /** A proxy's end of a link, which answers probes as it is told. */
    private final class FakeProxy implements StreamObserver<ProxyOrder> {

        private final BlockingQueue<ProxyOrder> orders = new LinkedBlockingQueue<>();
        private final BlockingQueue<String> ends = new LinkedBlockingQueue<>();
        private final BlockingQueue<LocksChanged> locks = new LinkedBlockingQueue<>();
        private final StreamObserver<ProxyReport> reports;
        private final long micros;

        /** @param micros what each probe gets for an answer; -2 for none */
        FakeProxy(MachineIdentity identity, long micros) {
            this.micros = micros;
            reports = ProxyServiceGrpc.newStub(cluster.channel(identity)).link(this);
        }

        FakeProxy hello() throws InterruptedException {
            reports.onNext(ProxyReport.newBuilder()
                    .setHello(ProxyHello.newBuilder().setPublicAddress("proxy:443"))
                    .build());
            assertThat(next().hasRoutingKeys()).isTrue();
            assertThat(next().hasTrust()).isTrue();
            return this;
        }

        void up(MachineIdentity node) {
            reports.onNext(ProxyReport.newBuilder()
                    .setPresence(dev.sallyport.api.v1.Presence.newBuilder()
                            .addUp(AgentStream.newBuilder()
                                    .setStreamId(ByteString.copyFromUtf8("stream of " + node.id()))
                                    .setNodeId(node.id())
                                    .setName("web1")))
                    .build());
        }

        ProxyOrder next() throws InterruptedException {
            ProxyOrder order = orders.poll(10, TimeUnit.SECONDS);
            assertThat(order).as("an order").isNotNull();
            return java.util.Objects.requireNonNull(order);
        }

        LocksChanged nextLocks() throws InterruptedException {
            return java.util.Objects.requireNonNull(locks.poll(10, TimeUnit.SECONDS));
        }

        @Override
        public void onNext(ProxyOrder order) {
            if (order.hasLocksChanged()) {
                locks.add(order.getLocksChanged());
            }
            if (order.hasLocksChanged() || order.hasPolicyHint() || order.hasNodePolicy()) {
                return;
            }
            if (!order.hasProbe()) {
                orders.add(order);
            } else if (micros >= -1) {
                ProbeResults.Builder results =
                        ProbeResults.newBuilder().setProbeId(order.getProbe().getProbeId());
                order.getProbe()
                        .getNodeIdsList()
                        .forEach(node -> results.addResults(
                                ProbeResult.newBuilder().setNodeId(node).setMicros(micros)));
                reports.onNext(ProxyReport.newBuilder().setProbed(results).build());
            }
        }

        @Override
        public void onError(Throwable thrown) {
            ends.add(String.valueOf(thrown.getMessage()));
        }

        @Override
        public void onCompleted() {
            ends.add("completed");
        }
    }

    @Test
    void theStreamsOfARemovedNodeAreToEndNowAndWhenItComesAgain() throws Exception {
        // Given
        MachineIdentity node = cluster.machine(MachineType.MACHINE_TYPE_NODE, "web1");
        FakeProxy proxy = new FakeProxy(cluster.machine(MachineType.MACHINE_TYPE_PROXY, "proxy"), 0).hello();
        proxy.up(node);

        // When
        var _ = NodeServiceGrpc.newBlockingStub(cluster.admin())
                .removeNode(RemoveNodeRequest.newBuilder().setId(node.id()).build());
        ProxyOrder first = proxy.next();
        proxy.up(node);
        ProxyOrder again = proxy.next();
        Refusal renewal = Refusal.of(() -> NodeServiceGrpc.newBlockingStub(cluster.channel(node))
                .reportNode(ReportNodeRequest.getDefaultInstance()));

        // Then
        assertThat(first.getNodeRemoved().getNodeId()).isEqualTo(node.id());
        assertThat(again.getNodeRemoved().getNodeId()).isEqualTo(node.id());
        assertThat(renewal.code()).isEqualTo(Status.Code.UNAUTHENTICATED);
    }

    @Test
    void theLinkOfARemovedProxyEndsAndItGetsNoOther() throws Exception {
        // Given
        MachineIdentity identity = cluster.machine(MachineType.MACHINE_TYPE_PROXY, "edge");
        FakeProxy proxy = new FakeProxy(identity, 0).hello();
        var machines = MachineServiceGrpc.newBlockingStub(cluster.admin());
        JoinedProxy before = machines.listProxies(Page.getDefaultInstance()).getProxies(0);

        // When
        var _ = machines.removeProxy(
                RemoveProxyRequest.newBuilder().setId(before.getId()).build());
        String end = proxy.ends.poll(10, TimeUnit.SECONDS);
        FakeProxy again = new FakeProxy(identity, 0);
        Refusal renewal = Refusal.of(() ->
                JoinServiceGrpc.newBlockingStub(cluster.channel(identity)).renew(RenewRequest.getDefaultInstance()));

        // Then
        assertThat(before.getName()).isEqualTo("edge");
        assertThat(before.getLinked()).isTrue();
        assertThat(end).contains("this proxy was removed");
        assertThat(again.ends.poll(10, TimeUnit.SECONDS)).contains("UNAUTHENTICATED");
        assertThat(renewal.code()).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(machines.listProxies(Page.getDefaultInstance()).getProxiesList())
                .isEmpty();
    }

    @Test
    void aListingTellsWhatIsTrueNow() throws Exception {
        // Given
        MachineIdentity node = cluster.machine(MachineType.MACHINE_TYPE_NODE, "web1");
        FakeProxy proxy = new FakeProxy(cluster.machine(MachineType.MACHINE_TYPE_PROXY, "p1"), 1234).hello();
        Channel alice = cluster.somebody("alice", "access");

        // When
        Node before = listed(alice);
        proxy.up(node);
        Node online = awaited(alice, Node.Reach.REACHABLE);
        proxy.reports.onCompleted();
        Node after = awaited(alice, Node.Reach.OFFLINE);

        // Then
        assertThat(before.getReach()).isEqualTo(Node.Reach.OFFLINE);
        assertThat(online.getProbeMicros()).isEqualTo(1234);
        assertThat(online.getLastSeen().getSeconds()).isEqualTo(clock.instant().getEpochSecond());
        assertThat(after.getReach()).isEqualTo(Node.Reach.OFFLINE);
    }

    @Test
    void aNodeThatDoesNotAnswerIsSilent() throws Exception {
        // Given
        MachineIdentity node = cluster.machine(MachineType.MACHINE_TYPE_NODE, "web1");
        FakeProxy proxy = new FakeProxy(cluster.machine(MachineType.MACHINE_TYPE_PROXY, "p1"), -2).hello();
        Channel alice = cluster.somebody("alice", "access");
        proxy.up(node);

        // When
        Node silent = awaited(alice, Node.Reach.SILENT);

        // Then
        assertThat(silent.getProbeMicros()).isZero();
    }

    @Test
    void aNewLinkOfTheSameProxyReplacesTheOld() throws Exception {
        // Given
        MachineIdentity node = cluster.machine(MachineType.MACHINE_TYPE_NODE, "web1");
        MachineIdentity identity = cluster.machine(MachineType.MACHINE_TYPE_PROXY, "p1");
        FakeProxy old = new FakeProxy(identity, 1).hello();
        old.up(node);
        Channel alice = cluster.somebody("alice", "access");
        Node online = awaited(alice, Node.Reach.REACHABLE);

        // When
        FakeProxy fresh = new FakeProxy(identity, 1).hello();

        // Then
        assertThat(online.getName()).isEqualTo("web1");
        assertThat(old.ends.poll(10, TimeUnit.SECONDS)).contains("replaced");
        assertThat(listed(alice).getReach()).isEqualTo(Node.Reach.OFFLINE);
        fresh.up(node);
        assertThat(awaited(alice, Node.Reach.REACHABLE).getId()).isEqualTo(node.id());
    }

    @Test
    void newKeysReachTheProxyAtOnce() throws Exception {
        // Given
        FakeProxy proxy = new FakeProxy(cluster.machine(MachineType.MACHINE_TYPE_PROXY, "p1"), 1).hello();

        // When
        clock.advance(Duration.ofDays(6));
        var _ = cluster.role.offer(MachineType.MACHINE_TYPE_NODE);

        // Then
        assertThat(proxy.next().getRoutingKeys().getKeysCount()).isEqualTo(2);
    }

    @Test
    void aProxyIsToldWhichRolesAreStrictAndOnceAMinuteThatItIsUpToDate() throws Exception {
        // Given
        FakeProxy proxy = new FakeProxy(cluster.machine(MachineType.MACHINE_TYPE_PROXY, "proxy1"), -1).hello();
        LocksChanged first = proxy.nextLocks();

        // When
        var _ = RoleServiceGrpc.newBlockingStub(cluster.admin())
                .putRole(PutRoleRequest.newBuilder()
                        .setRole(Role.newBuilder()
                                .setMetadata(Metadata.newBuilder().setName("careful"))
                                .setSpec(RoleSpec.newBuilder()
                                        .setOptions(RoleOptions.newBuilder().setLock("strict"))))
                        .build());
        LocksChanged strict = proxy.nextLocks();
        clock.advance(Duration.ofMinutes(1));
        cluster.look();
        LocksChanged again = proxy.nextLocks();

        // Then
        assertThat(first.getStrictRolesList()).isEmpty();
        assertThat(first.getFreshSeconds()).isEqualTo(300);
        assertThat(strict.getStrictRolesList()).containsExactly("careful");
        assertThat(again).isEqualTo(strict);
    }

    @Test
    void aReportBeforeHelloEndsTheLink() throws Exception {
        // Given
        MachineIdentity node = cluster.machine(MachineType.MACHINE_TYPE_NODE, "web1");
        FakeProxy proxy = new FakeProxy(cluster.machine(MachineType.MACHINE_TYPE_PROXY, "p1"), 1);

        // When
        proxy.up(node);

        // Then
        assertThat(proxy.ends.poll(10, TimeUnit.SECONDS)).contains("hello");
    }

    private static Node listed(Channel channel) {
        return NodeServiceGrpc.newBlockingStub(channel)
                .listNodes(ListNodesRequest.getDefaultInstance())
                .getNodes(0);
    }

    /** Asks until it is so: reports travel on a stream of their own. */
    private static Node awaited(Channel channel, Node.Reach wanted) {
        for (int i = 0; i < 200; i++) {
            Node node = listed(channel);
            if (node.getReach() == wanted) {
                return node;
            }
            Thread.onSpinWait();
        }
        return listed(channel);
    }
}
