package dev.sallyport.auth.people;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.sallyport.api.v1.AcceptInviteRequest;
import dev.sallyport.api.v1.AuditServiceGrpc;
import dev.sallyport.api.v1.Event;
import dev.sallyport.api.v1.ListEventsRequest;
import dev.sallyport.api.v1.ListNodesRequest;
import dev.sallyport.api.v1.LoginRequest;
import dev.sallyport.api.v1.LoginServiceGrpc;
import dev.sallyport.api.v1.Metadata;
import dev.sallyport.api.v1.NodeServiceGrpc;
import dev.sallyport.api.v1.OpenInviteRequest;
import dev.sallyport.api.v1.Page;
import dev.sallyport.api.v1.PutRoleRequest;
import dev.sallyport.api.v1.RemoveUserRequest;
import dev.sallyport.api.v1.ResetUserRequest;
import dev.sallyport.api.v1.Role;
import dev.sallyport.api.v1.RoleOptions;
import dev.sallyport.api.v1.RoleServiceGrpc;
import dev.sallyport.api.v1.RoleSpec;
import dev.sallyport.api.v1.UserCredentials;
import dev.sallyport.api.v1.UserServiceGrpc;
import dev.sallyport.auth.ClusterTest;
import dev.sallyport.auth.Refusal;
import dev.sallyport.auth.TestCluster;
import dev.sallyport.pki.ssh.SshKeys;
import dev.sallyport.pki.ssh.UserCertificateCheck;
import dev.sallyport.pki.ssh.UserCertificateOutcome;
import dev.sallyport.protocols.knock.Ticket;
import io.grpc.Channel;
import io.grpc.Status;
import java.net.InetAddress;
import java.security.PublicKey;
import java.time.Duration;
import java.util.List;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.junit.jupiter.api.Test;

class LoginTest extends ClusterTest {

    @Test
    void aLoginGivesWhatASessionNeedsForTwelveHours() {
        // Given
        TestCluster.Somebody alice = cluster.person("alice", "access");

        // When
        UserCredentials credentials = cluster.login(alice);

        // Then
        long end = clock.instant().plus(Duration.ofHours(12)).getEpochSecond();
        assertThat(credentials.getNotAfter().getSeconds()).isBetween(end - 60, end);
        assertThat(Ticket.of(credentials.getKnockTicket().toByteArray()).expirySeconds())
                .isEqualTo(credentials.getNotAfter().getSeconds());
        assertThat(credentials.getKnockKey().size()).isEqualTo(32);
        OpenSshCertificate ssh = SshKeys.parseCertificate(credentials.getSshCertificate());
        List<java.security.PublicKey> cas = credentials.getTrust().getSshUserCaList().stream()
                .map(SshKeys::parseKey)
                .toList();
        assertThat(UserCertificateCheck.check(ssh, cas, "alice", InetAddress.getLoopbackAddress(), clock.instant()))
                .isInstanceOf(UserCertificateOutcome.Accepted.class);
        assertThat(UserCertificateCheck.check(ssh, cas, "root", InetAddress.getLoopbackAddress(), clock.instant()))
                .isInstanceOf(UserCertificateOutcome.Refused.class);
    }

    @Test
    void aUserWithoutLoginsGetsACertificateThatOpensNoHost() {
        // Given
        TestCluster.Somebody eve = cluster.person("eve", "auditor");

        // When
        UserCredentials credentials = cluster.login(eve);

        // Then
        assertThat(SshKeys.parseCertificate(credentials.getSshCertificate()).getPrincipals())
                .containsExactly("-sallyport-no-login-");
    }

    @Test
    void theShortestRoleCutsTheLifeAndNobodyGetsMoreThanThirtyHours() {
        // Given
        RoleServiceGrpc.newBlockingStub(cluster.admin())
                .putRole(PutRoleRequest.newBuilder()
                        .setRole(Role.newBuilder()
                                .setMetadata(Metadata.newBuilder().setName("brief"))
                                .setSpec(RoleSpec.newBuilder()
                                        .setOptions(RoleOptions.newBuilder().setMaxSessionTtl("10m")))
                                .build())
                        .build());
        TestCluster.Somebody alice = cluster.person("alice", "access", "brief");

        // When
        UserCredentials credentials = cluster.login(alice);
        Refusal tooLong = Refusal.of(() -> login().login(
                        cluster.loginRequest(alice).setTtlSeconds(31 * 3600).build()));

        // Then
        assertThat(credentials.getNotAfter().getSeconds() - clock.instant().getEpochSecond())
                .isBetween(500L, 600L);
        assertThat(tooLong.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    }

    @Test
    void whereARolePinsTheSourceACertificateIsGoodFromTheAddressOfTheLoginOnly() throws Exception {
        // Given
        var _ = RoleServiceGrpc.newBlockingStub(cluster.admin())
                .putRole(PutRoleRequest.newBuilder()
                        .setRole(Role.newBuilder()
                                .setMetadata(Metadata.newBuilder().setName("pinned"))
                                .setSpec(RoleSpec.newBuilder()
                                        .setOptions(RoleOptions.newBuilder().setPinSourceIp(true))))
                        .build());
        TestCluster.Somebody alice = cluster.person("alice", "access", "pinned");

        // When
        UserCredentials credentials = cluster.login(alice);

        // Then
        OpenSshCertificate ssh = SshKeys.parseCertificate(credentials.getSshCertificate());
        List<PublicKey> cas = List.of(ssh.getCaPubKey());
        InetAddress there = InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, 9});
        assertThat(UserCertificateCheck.check(ssh, cas, "alice", InetAddress.getLoopbackAddress(), clock.instant()))
                .isInstanceOf(UserCertificateOutcome.Accepted.class);
        assertThat(UserCertificateCheck.check(ssh, cas, "alice", there, clock.instant()))
                .isInstanceOf(UserCertificateOutcome.Refused.class);
    }

    @Test
    void aCodeWorksOnce() {
        // Given
        TestCluster.Somebody alice = cluster.person("alice", "access");
        LoginRequest request = cluster.loginRequest(alice).build();
        UserCredentials first = login().login(request);

        // When
        Refusal second = Refusal.of(() -> login().login(request));

        // Then
        assertThat(first.getUser()).isEqualTo("alice");
        assertThat(second.code()).isEqualTo(Status.Code.UNAUTHENTICATED);
    }

    @Test
    void fiveFailuresLockForThirtyMinutes() {
        // Given
        TestCluster.Somebody alice = cluster.person("alice", "access");
        for (int i = 0; i < 5; i++) {
            wrongPassword(alice);
        }

        // When
        Refusal locked =
                Refusal.of(() -> login().login(cluster.loginRequest(alice).build()));
        boolean shown = UserServiceGrpc.newBlockingStub(cluster.admin())
                .listUsers(Page.getDefaultInstance())
                .getUsers(0)
                .hasLockedUntil();
        clock.advance(Duration.ofMinutes(30));
        UserCredentials after = cluster.login(alice);

        // Then
        assertThat(locked.code()).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(shown).isTrue();
        assertThat(after.getUser()).isEqualTo("alice");
        assertThat(reasons()).contains("password", "locked");
    }

    @Test
    void failuresThatAreNotInARowDoNotLock() {
        // Given
        TestCluster.Somebody alice = cluster.person("alice", "access");
        for (int i = 0; i < 4; i++) {
            wrongPassword(alice);
        }
        UserCredentials between = cluster.login(alice);
        for (int i = 0; i < 4; i++) {
            wrongPassword(alice);
        }

        // When
        UserCredentials after = cluster.login(alice);

        // Then
        assertThat(between.getUser()).isEqualTo("alice");
        assertThat(after.getUser()).isEqualTo("alice");
    }

    @Test
    void guessesInParallelAreCountedOneAfterTheOther() throws Exception {
        // Given
        TestCluster.Somebody alice = cluster.person("alice", "access");
        LoginRequest wrong =
                cluster.loginRequest(alice).setPassword("not the right one").build();

        // When
        try (var threads = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 8; i++) {
                var _ = threads.submit(() -> Refusal.of(() -> login().login(wrong)));
            }
        }

        // Then
        assertThat(reasons().stream().filter("password"::equals)).hasSize(5);
        assertThat(reasons().stream().filter("locked"::equals)).hasSize(3);
    }

    @Test
    void anInviteWorksOnceAndForAnHour() {
        // Given
        Channel admin = cluster.admin();
        TestCluster.Somebody alice = cluster.person("alice", "access");
        String used = UserServiceGrpc.newBlockingStub(admin)
                .resetUser(ResetUserRequest.newBuilder().setName("alice").build())
                .getCode();
        TestCluster.Somebody again = cluster.accept("alice", used);
        String old = UserServiceGrpc.newBlockingStub(admin)
                .resetUser(ResetUserRequest.newBuilder().setName("alice").build())
                .getCode();

        // When
        Refusal second = Refusal.of(() -> open(used));
        clock.advance(Duration.ofMinutes(61));
        Refusal late = Refusal.of(() -> open(old));

        // Then
        assertThat(again.name()).isEqualTo(alice.name());
        assertThat(second).isEqualTo(late);
        assertThat(second.code()).isEqualTo(Status.Code.UNAUTHENTICATED);
    }

    @Test
    void aResetTakesPasswordAndPhoneAway() {
        // Given
        TestCluster.Somebody alice = cluster.person("alice", "access");
        var invite = UserServiceGrpc.newBlockingStub(cluster.admin())
                .resetUser(ResetUserRequest.newBuilder().setName("alice").build());

        // When
        Refusal before =
                Refusal.of(() -> login().login(cluster.loginRequest(alice).build()));
        TestCluster.Somebody renewed = cluster.accept("alice", invite.getCode());

        // Then
        assertThat(before.code()).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(cluster.login(renewed).getUser()).isEqualTo("alice");
        assertThat(invite.getLink())
                .matches("https://proxy\\.example\\.com:443/invite/[a-z2-7]{32}#sha256:[0-9a-f]{64}");
    }

    @Test
    void anInviteWithAWrongCodeOfThePhoneStaysOpen() {
        // Given
        String code = UserServiceGrpc.newBlockingStub(cluster.admin())
                .addUser(dev.sallyport.api.v1.AddUserRequest.newBuilder()
                        .setName("bob")
                        .addRoles("access")
                        .build())
                .getCode();

        // When
        Refusal refusal = Refusal.of(() -> login().acceptInvite(AcceptInviteRequest.newBuilder()
                .setCode(code)
                .setPassword(TestCluster.PASSWORD)
                .setOtp("12345")
                .build()));

        // Then
        assertThat(refusal.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(cluster.accept("bob", code).name()).isEqualTo("bob");
    }

    @Test
    void aRemovedUserIsOutAtOnce() {
        // Given
        TestCluster.Somebody alice = cluster.person("alice", "access");
        Channel channel = cluster.channel(alice, cluster.login(alice));
        var nodes = NodeServiceGrpc.newBlockingStub(channel);
        var before = nodes.listNodes(ListNodesRequest.getDefaultInstance());

        // When
        var _ = UserServiceGrpc.newBlockingStub(cluster.admin())
                .removeUser(RemoveUserRequest.newBuilder().setName("alice").build());
        Refusal after = Refusal.of(() -> nodes.listNodes(ListNodesRequest.getDefaultInstance()));

        // Then
        assertThat(before.getNodesCount()).isZero();
        assertThat(after.code()).isEqualTo(Status.Code.UNAUTHENTICATED);
    }

    @Test
    void keysThatAreNoKeysAreRefusedBeforeAnythingIsChecked() {
        // Given
        TestCluster.Somebody alice = cluster.person("alice", "access");
        LoginRequest.Builder request = cluster.loginRequest(alice);

        // When
        Refusal tls = Refusal.of(() -> login().login(request.clone()
                .setTlsPublicKey(ByteString.copyFromUtf8("x"))
                .build()));
        Refusal ssh = Refusal.of(() ->
                login().login(request.clone().setSshPublicKey("ssh-rsa AAAA").build()));

        // Then
        assertThat(tls.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(ssh.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    }

    private void wrongPassword(TestCluster.Somebody person) {
        Refusal refusal = Refusal.of(() -> login().login(cluster.loginRequest(person)
                .setPassword("not the right one")
                .build()));
        assertThat(refusal.code()).isEqualTo(Status.Code.UNAUTHENTICATED);
    }

    private void open(String code) {
        var _ = login().openInvite(OpenInviteRequest.newBuilder().setCode(code).build());
    }

    private List<String> reasons() {
        return AuditServiceGrpc.newBlockingStub(cluster.admin())
                .listEvents(ListEventsRequest.newBuilder()
                        .setType("user.login.failed")
                        .build())
                .getEventsList()
                .stream()
                .map(Event::getFieldsMap)
                .map(fields -> fields.getOrDefault("reason", ""))
                .toList();
    }

    private LoginServiceGrpc.LoginServiceBlockingStub login() {
        return LoginServiceGrpc.newBlockingStub(cluster.nobody());
    }
}
