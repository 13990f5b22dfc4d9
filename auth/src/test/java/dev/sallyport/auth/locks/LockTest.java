package dev.sallyport.auth.locks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.api.machine.MachineIdentity;
import dev.sallyport.api.machine.MachineKeys;
import dev.sallyport.api.v1.AccessServiceGrpc;
import dev.sallyport.api.v1.AddLockRequest;
import dev.sallyport.api.v1.AddTokenReply;
import dev.sallyport.api.v1.AddTokenRequest;
import dev.sallyport.api.v1.AuditServiceGrpc;
import dev.sallyport.api.v1.ExplainAccessRequest;
import dev.sallyport.api.v1.GetPolicyRequest;
import dev.sallyport.api.v1.GetRevocationListRequest;
import dev.sallyport.api.v1.JoinServiceGrpc;
import dev.sallyport.api.v1.ListEventsRequest;
import dev.sallyport.api.v1.ListNodesRequest;
import dev.sallyport.api.v1.Lock;
import dev.sallyport.api.v1.LockServiceGrpc;
import dev.sallyport.api.v1.LockTarget;
import dev.sallyport.api.v1.LockedToken;
import dev.sallyport.api.v1.MachineType;
import dev.sallyport.api.v1.NodeServiceGrpc;
import dev.sallyport.api.v1.Page;
import dev.sallyport.api.v1.PolicyImage;
import dev.sallyport.api.v1.RemoveLockRequest;
import dev.sallyport.api.v1.RemoveUserRequest;
import dev.sallyport.api.v1.RenewRequest;
import dev.sallyport.api.v1.ReportNodeRequest;
import dev.sallyport.api.v1.ResetUserRequest;
import dev.sallyport.api.v1.TokenServiceGrpc;
import dev.sallyport.api.v1.UserCredentials;
import dev.sallyport.api.v1.UserServiceGrpc;
import dev.sallyport.auth.ClusterTest;
import dev.sallyport.auth.Refusal;
import dev.sallyport.auth.TestCluster.Somebody;
import io.grpc.Channel;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
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
    void nodesHearOfLocksInForceAndOfNothingElse() throws Exception {
        // Given
        var node = NodeServiceGrpc.newBlockingStub(
                cluster.channel(cluster.machine(MachineType.MACHINE_TYPE_NODE, "web-1")));
        Lock user = lock(LockTarget.newBuilder().setUser("alice"), 60);
        Lock login = lock(LockTarget.newBuilder().setLogin("root"), 0);

        // When
        List<Lock> first = told(node);
        clock.advance(Duration.ofMinutes(1));
        List<Lock> then = told(node);
        var _ = locks().removeLock(
                        RemoveLockRequest.newBuilder().setId(login.getId()).build());

        // Then
        assertThat(first).extracting(Lock::getId).containsExactlyInAnyOrder(user.getId(), login.getId());
        assertThat(then).extracting(Lock::getId).containsExactly(login.getId());
        assertThat(told(node)).isEmpty();
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

    @Test
    void aLockedRoleStopsWhoeverHoldsIt() {
        // Given
        Channel alice = cluster.somebody("alice", "access");
        Channel bob = cluster.somebody("bob", "auditor");

        // When
        lock(LockTarget.newBuilder().setRole("access"), 0);

        // Then
        assertThat(call(alice).text()).contains("role access, which you hold, is locked: because");
        nodes(bob);
    }

    @Test
    void aLockedAgentLearnsOfItAndTellsWhatItSawAndDoesNothingElse() throws Exception {
        // Given
        MachineIdentity machine = cluster.machine(MachineType.MACHINE_TYPE_NODE, "web-1");
        var node = NodeServiceGrpc.newBlockingStub(cluster.channel(machine));
        var other = NodeServiceGrpc.newBlockingStub(
                cluster.channel(cluster.machine(MachineType.MACHINE_TYPE_NODE, "web-2")));

        // When
        Lock lock = lock(LockTarget.newBuilder().setAgent(machine.id()), 0);

        // Then
        assertThat(told(node)).extracting(Lock::getId).containsExactly(lock.getId());
        assertThat(Refusal.of(() -> node.reportNode(ReportNodeRequest.getDefaultInstance()))
                        .text())
                .contains("machine " + machine.id() + " is locked");
        assertThat(Refusal.of(() -> JoinServiceGrpc.newBlockingStub(cluster.channel(machine))
                                .renew(RenewRequest.getDefaultInstance()))
                        .code())
                .isEqualTo(Status.Code.PERMISSION_DENIED);
        var _ = other.reportNode(ReportNodeRequest.getDefaultInstance());
    }

    @Test
    void aLockedTokenLetsNobodyInAndStopsWhoCameInWithIt() {
        // Given
        AddTokenReply used = token();
        AddTokenReply unused = token();
        MachineIdentity machine = join(used.getToken(), "web-1");

        // When
        lock(
                LockTarget.newBuilder()
                        .setToken(LockedToken.newBuilder().setId(used.getInfo().getId())),
                0);
        lock(
                LockTarget.newBuilder()
                        .setToken(
                                LockedToken.newBuilder().setId(unused.getInfo().getId())),
                0);

        // Then
        assertThat(Refusal.of(() -> NodeServiceGrpc.newBlockingStub(cluster.channel(machine))
                                .reportNode(ReportNodeRequest.getDefaultInstance()))
                        .text())
                .contains("whatever joined with token " + used.getInfo().getId() + " is locked");
        assertThat(Refusal.of(() -> join(unused.getToken(), "web-2")).text()).contains("this join token is locked");
    }

    @Test
    void nobodyLocksThemselvesOutByMistake() {
        // Given
        Channel editor = cluster.somebody("erin", "editor");
        var locks = LockServiceGrpc.newBlockingStub(editor);
        AddLockRequest.Builder self =
                AddLockRequest.newBuilder().setTarget(LockTarget.newBuilder().setUser("erin"));

        // When
        Refusal refusal = Refusal.of(() -> locks.addLock(self.build()));
        Refusal byRole = Refusal.of(() -> locks.addLock(AddLockRequest.newBuilder()
                .setTarget(LockTarget.newBuilder().setRole("editor"))
                .build()));

        // Then
        assertThat(refusal.code()).isEqualTo(Status.Code.ABORTED);
        assertThat(refusal.text()).contains("this lock would hit you, erin").contains("--force");
        assertThat(byRole.text()).contains("this lock would hit you, erin");
        var _ = locks.addLock(self.setForce(true).build());
        assertThat(call(editor).text()).contains("user erin is locked");
    }

    @Test
    void theLastUserWhoCouldUnlockIsNotLockedByMistakeAndTheLocalAdministratorAlwaysGetsIn() {
        // Given
        cluster.person("erin", "editor");
        cluster.person("eve", "editor");
        lock(LockTarget.newBuilder().setUser("eve"), 0);

        // When
        Refusal refusal = Refusal.of(() -> lock(LockTarget.newBuilder().setUser("erin"), 0));

        // Then
        assertThat(refusal.text())
                .contains("no user could take a lock away any more")
                .contains("--force");
        Lock forced = locks().addLock(AddLockRequest.newBuilder()
                .setTarget(LockTarget.newBuilder().setRole("editor"))
                .setForce(true)
                .build());
        var _ = locks().removeLock(
                        RemoveLockRequest.newBuilder().setId(forced.getId()).build());
    }

    @Test
    void anExplanationNamesTheLock() {
        // Given
        cluster.person("alice", "access");
        lock(LockTarget.newBuilder().setUser("alice"), 0);

        // When
        var reply = AccessServiceGrpc.newBlockingStub(cluster.admin())
                .explainAccess(ExplainAccessRequest.newBuilder()
                        .setUser("alice")
                        .setResource("users")
                        .setAction("list")
                        .build());

        // Then
        assertThat(reply.getAllowed()).isFalse();
        assertThat(reply.getReason()).isEqualTo("user alice is locked: because");
    }

    @Test
    void sshKeygenFindsRevokedAndLockedCertificatesInTheRevocationListAndNoOthers() throws Exception {
        // Given
        Somebody alice = cluster.person("alice", "access");
        Path locked = certificate(cluster.login(alice));
        Somebody bob = cluster.person("bob", "access");
        Path reset = certificate(cluster.login(bob));
        Somebody eve = cluster.person("eve", "access");
        Path free = certificate(cluster.login(eve));

        // When
        lock(LockTarget.newBuilder().setUser("alice"), 0);
        String code = UserServiceGrpc.newBlockingStub(cluster.admin())
                .resetUser(ResetUserRequest.newBuilder().setName("bob").build())
                .getCode();
        Path again = certificate(cluster.login(cluster.accept("bob", code)));
        Path krl = Files.write(
                folder.resolve("krl"),
                locks().getRevocationList(GetRevocationListRequest.getDefaultInstance())
                        .getKrl()
                        .toByteArray());

        // Then
        assertThat(revoked(krl, locked)).isTrue();
        assertThat(revoked(krl, reset)).isTrue();
        assertThat(revoked(krl, free)).isFalse();
        assertThat(revoked(krl, again)).isFalse();
    }

    private Path certificate(UserCredentials credentials) throws IOException {
        return Files.writeString(
                Files.createTempFile(folder, "id", "-cert.pub"), credentials.getSshCertificate() + "\n");
    }

    private static boolean revoked(Path krl, Path certificate) throws Exception {
        Process process = new ProcessBuilder("ssh-keygen", "-Q", "-f", krl.toString(), certificate.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        int exit = process.waitFor();
        assertThat(said).contains(exit == 0 ? "ok" : "REVOKED");
        return exit != 0;
    }

    private AddTokenReply token() {
        return TokenServiceGrpc.newBlockingStub(cluster.admin())
                .addToken(AddTokenRequest.newBuilder()
                        .setType(MachineType.MACHINE_TYPE_NODE)
                        .build());
    }

    private MachineIdentity join(String token, String name) {
        MachineKeys keys = MachineKeys.generate(new SecureRandom());
        return MachineIdentity.of(
                JoinServiceGrpc.newBlockingStub(cluster.nobody())
                        .join(cluster.joinRequest(token, MachineType.MACHINE_TYPE_NODE, name, keys)
                                .build()),
                keys);
    }

    private static List<Lock> told(NodeServiceGrpc.NodeServiceBlockingStub node) throws Exception {
        return PolicyImage.parseFrom(
                        node.getPolicy(GetPolicyRequest.getDefaultInstance()).getImage())
                .getLocksList();
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
