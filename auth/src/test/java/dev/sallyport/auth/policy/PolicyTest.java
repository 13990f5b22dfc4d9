package dev.sallyport.auth.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.api.machine.MachineIdentity;
import dev.sallyport.api.policy.PolicySeal;
import dev.sallyport.api.v1.AddLockRequest;
import dev.sallyport.api.v1.AgentStream;
import dev.sallyport.api.v1.GetPolicyRequest;
import dev.sallyport.api.v1.ListNodesRequest;
import dev.sallyport.api.v1.Lock;
import dev.sallyport.api.v1.LockServiceGrpc;
import dev.sallyport.api.v1.LockTarget;
import dev.sallyport.api.v1.MachineType;
import dev.sallyport.api.v1.Metadata;
import dev.sallyport.api.v1.NodePolicy;
import dev.sallyport.api.v1.NodeServiceGrpc;
import dev.sallyport.api.v1.PolicyImage;
import dev.sallyport.api.v1.Presence;
import dev.sallyport.api.v1.ProxyHello;
import dev.sallyport.api.v1.ProxyOrder;
import dev.sallyport.api.v1.ProxyReport;
import dev.sallyport.api.v1.ProxyServiceGrpc;
import dev.sallyport.api.v1.PutRoleRequest;
import dev.sallyport.api.v1.RemoveNodeRequest;
import dev.sallyport.api.v1.ReportNodeRequest;
import dev.sallyport.api.v1.Role;
import dev.sallyport.api.v1.RoleConditions;
import dev.sallyport.api.v1.RoleServiceGrpc;
import dev.sallyport.api.v1.RoleSpec;
import dev.sallyport.api.v1.SignedPolicy;
import dev.sallyport.api.v1.StringList;
import dev.sallyport.auth.ClusterTest;
import dev.sallyport.auth.Refusal;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What auth signs for nodes, and how it gets to them. */
@Timeout(60)
class PolicyTest extends ClusterTest {

    @Test
    void anImageHasWhatMattersOnTheNodeAndNothingElse() throws Exception {
        // Given
        MachineIdentity web = node("web1", "web");
        role("webs", allowing("web"), RoleConditions.getDefaultInstance());
        role("databases", allowing("db"), RoleConditions.getDefaultInstance());
        role(
                "no-root",
                RoleConditions.getDefaultInstance(),
                RoleConditions.newBuilder().addLogins("root").build());
        lock(LockTarget.newBuilder().setNode("db1"));
        Lock user = lock(LockTarget.newBuilder().setUser("alice"));
        Lock own = lock(LockTarget.newBuilder().setNode("web1"));

        // When
        PolicyImage image = awaited(web, "no-root");

        // Then
        assertThat(names(image)).contains("webs", "no-root").doesNotContain("databases");
        assertThat(image.getLocksList()).extracting(Lock::getId).containsExactlyInAnyOrder(user.getId(), own.getId());
        assertThat(image.getLabelsMap()).containsEntry("tier", "web");
        assertThat(image.getNodeId()).isEqualTo(web.id());
        assertThat(image.getCluster()).isEqualTo("test.example.com");
        assertThat(image.getFreshUntil().getSeconds() - image.getIssued().getSeconds())
                .isEqualTo(PolicyDesk.FRESH.toSeconds());
    }

    @Test
    void aKeyThatMachinesLearnWhenTheyJoinSignsItAndNoCaDoes() {
        // Given
        MachineIdentity web = node("web1", "web");

        // When
        SignedPolicy policy = ask(web);

        // Then
        assertThat(PolicySeal.isGood(policy, web.trust().policyKeys())).isTrue();
        assertThat(PolicySeal.isGood(policy, web.trust().sshHostCas())).isFalse();
        assertThat(PolicySeal.isGood(policy, web.trust().sshUserCas())).isFalse();
    }

    @Test
    void theRevisionNeverGoesBack() throws Exception {
        // Given
        MachineIdentity web = node("web1", "web");
        PolicyImage first = image(ask(web));

        // When
        lock(LockTarget.newBuilder().setUser("alice"));
        PolicyImage second = image(ask(web));

        // Then
        assertThat(second.getRevision()).isGreaterThan(first.getRevision());
        assertThat(image(ask(web)).getRevision()).isGreaterThanOrEqualTo(second.getRevision());
    }

    @Test
    void whileAuthDoesNotKnowWhatRolesChangedItSignsNothingThatWouldCountAsFresh() throws Exception {
        // Given
        MachineIdentity web = node("web1", "web");
        store.unreadable("roles/");
        store.loseWatches();

        // When
        Refusal refused = Refusal.of(() -> ask(web));

        // Then
        assertThat(refused.code()).isEqualTo(Status.Code.UNAVAILABLE);
        store.unreadable("nothing");
        assertThat(image(ask(web)).getNodeId()).isEqualTo(web.id());
    }

    @Test
    void whileAuthDoesNotKnowWhatLocksThereAreItDecidesNothing() {
        // Given
        Channel alice = cluster.somebody("alice", "access");
        store.unreadable("locks/");
        store.loseWatches();

        // When
        Refusal refused = Refusal.of(
                () -> NodeServiceGrpc.newBlockingStub(alice).listNodes(ListNodesRequest.getDefaultInstance()));

        // Then
        assertThat(refused.code()).isEqualTo(Status.Code.UNAVAILABLE);
        store.unreadable("nothing");
        assertThat(NodeServiceGrpc.newBlockingStub(alice).listNodes(ListNodesRequest.getDefaultInstance()))
                .isNotNull();
    }

    @Test
    void aChangeIsPushedToTheNodesThatAreOnline() throws Exception {
        // Given
        MachineIdentity web = node("web1", "web");
        node("web2", "web");
        BlockingQueue<NodePolicy> pushed = proxyWith(web);

        // When
        Lock lock = lock(LockTarget.newBuilder().setUser("alice"));
        NodePolicy first = next(pushed);
        role("webs", allowing("web"), RoleConditions.getDefaultInstance());
        NodePolicy second = next(pushed);
        while (!names(image(second.getPolicy())).contains("webs")) {
            second = next(pushed);
        }

        // Then
        assertThat(first.getNodeId()).isEqualTo(web.id());
        assertThat(image(first.getPolicy()).getLocksList())
                .extracting(Lock::getId)
                .containsExactly(lock.getId());
        assertThat(second.getNodeId()).isEqualTo(web.id());
    }

    @Test
    void whatDoesNotFitIntoAFrameIsToBeAskedFor() throws Exception {
        // Given
        MachineIdentity web = node("web1", "web");
        BlockingQueue<NodePolicy> pushed = proxyWith(web);
        RoleConditions.Builder much = allowing("web").toBuilder();
        for (int i = 0; i < 256; i++) {
            much.addCommands("run --number=" + i + " --with=" + "x".repeat(180));
        }

        // When
        role("much", much.build(), RoleConditions.getDefaultInstance());

        // Then
        assertThat(next(pushed).hasPolicy()).isFalse();
        assertThat(names(image(ask(web)))).contains("much");
    }

    @Test
    void aRemovedNodeGetsNone() {
        // Given
        MachineIdentity web = node("web1", "web");

        // When
        var _ = NodeServiceGrpc.newBlockingStub(cluster.admin())
                .removeNode(RemoveNodeRequest.newBuilder().setId(web.id()).build());

        // Then
        assertThat(Refusal.of(() -> ask(web)).code()).isEqualTo(Status.Code.UNAUTHENTICATED);
    }

    private BlockingQueue<NodePolicy> proxyWith(MachineIdentity node) throws InterruptedException {
        BlockingQueue<NodePolicy> pushed = new LinkedBlockingQueue<>();
        MachineIdentity proxy = cluster.machine(MachineType.MACHINE_TYPE_PROXY, "proxy");
        StreamObserver<ProxyReport> reports = ProxyServiceGrpc.newStub(cluster.channel(proxy))
                .link(new StreamObserver<>() {
                    @Override
                    public void onNext(ProxyOrder order) {
                        if (order.hasNodePolicy()) {
                            pushed.add(order.getNodePolicy());
                        }
                    }

                    @Override
                    public void onError(Throwable thrown) {}

                    @Override
                    public void onCompleted() {}
                });
        reports.onNext(ProxyReport.newBuilder()
                .setHello(ProxyHello.newBuilder().setPublicAddress("proxy:443"))
                .build());
        reports.onNext(ProxyReport.newBuilder()
                .setPresence(Presence.newBuilder()
                        .addUp(AgentStream.newBuilder()
                                .setStreamId(com.google.protobuf.ByteString.copyFromUtf8("s"))
                                .setNodeId(node.id())
                                .setName("web1")))
                .build());
        // Until auth has taken the report, there is nobody to push to.
        do {
            lock(LockTarget.newBuilder().setLogin("probe"));
        } while (pushed.poll(200, TimeUnit.MILLISECONDS) == null);
        unlockAll();
        NodePolicy last;
        do {
            last = pushed.poll(500, TimeUnit.MILLISECONDS);
        } while (last != null);
        return pushed;
    }

    private void unlockAll() {
        var locks = LockServiceGrpc.newBlockingStub(cluster.admin());
        locks.listLocks(dev.sallyport.api.v1.Page.getDefaultInstance())
                .getLocksList()
                .forEach(lock -> {
                    var _ = locks.removeLock(dev.sallyport.api.v1.RemoveLockRequest.newBuilder()
                            .setId(lock.getId())
                            .build());
                });
    }

    private static NodePolicy next(BlockingQueue<NodePolicy> pushed) throws InterruptedException {
        NodePolicy next = pushed.poll(10, TimeUnit.SECONDS);
        assertThat(next).as("a push").isNotNull();
        return java.util.Objects.requireNonNull(next);
    }

    private MachineIdentity node(String name, String tier) {
        MachineIdentity node = cluster.machine(MachineType.MACHINE_TYPE_NODE, name);
        var _ = NodeServiceGrpc.newBlockingStub(cluster.channel(node))
                .reportNode(
                        ReportNodeRequest.newBuilder().putLabels("tier", tier).build());
        return node;
    }

    private SignedPolicy ask(MachineIdentity node) {
        return NodeServiceGrpc.newBlockingStub(cluster.channel(node)).getPolicy(GetPolicyRequest.getDefaultInstance());
    }

    /** The roles follow the store by its watch. */
    private PolicyImage awaited(MachineIdentity node, String role) throws Exception {
        PolicyImage image = image(ask(node));
        for (int tries = 0; tries < 10_000 && !names(image).contains(role); tries++) {
            image = image(ask(node));
        }
        return image;
    }

    private static PolicyImage image(SignedPolicy policy) throws Exception {
        return PolicyImage.parseFrom(policy.getImage());
    }

    private static List<String> names(PolicyImage image) {
        return image.getRolesList().stream()
                .map(role -> role.getMetadata().getName())
                .toList();
    }

    private static RoleConditions allowing(String tier) {
        return RoleConditions.newBuilder()
                .addLogins("deploy")
                .putNodeLabels("tier", StringList.newBuilder().addValues(tier).build())
                .build();
    }

    private void role(String name, RoleConditions allow, RoleConditions deny) {
        var _ = RoleServiceGrpc.newBlockingStub(cluster.admin())
                .putRole(PutRoleRequest.newBuilder()
                        .setRole(Role.newBuilder()
                                .setMetadata(Metadata.newBuilder().setName(name))
                                .setSpec(RoleSpec.newBuilder().setAllow(allow).setDeny(deny)))
                        .build());
    }

    private Lock lock(LockTarget.Builder target) {
        return LockServiceGrpc.newBlockingStub(cluster.admin())
                .addLock(AddLockRequest.newBuilder().setTarget(target).build());
    }
}
