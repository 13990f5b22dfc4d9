package dev.sallyport.auth.factors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.api.v1.AddLockRequest;
import dev.sallyport.api.v1.Device;
import dev.sallyport.api.v1.FactorServiceGrpc;
import dev.sallyport.api.v1.ListDevicesRequest;
import dev.sallyport.api.v1.LockServiceGrpc;
import dev.sallyport.api.v1.LockTarget;
import dev.sallyport.api.v1.MakeRecoveryCodesRequest;
import dev.sallyport.api.v1.UserCredentials;
import dev.sallyport.auth.ProvedCall;
import dev.sallyport.auth.Refusal;
import dev.sallyport.auth.TestCluster;
import dev.sallyport.pki.ssh.SshIdentity;
import dev.sallyport.pki.ssh.SshKeys;
import dev.sallyport.testing.factor.SoftKey;
import io.grpc.Status;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A lock on one second factor of several. */
class DeviceLockTest extends FactorTest {

    private static final MakeRecoveryCodesRequest CODES = MakeRecoveryCodesRequest.getDefaultInstance();

    @Test
    void aLockedKeyLogsNobodyInAndProvesNothingAndTheOthersGoOn() {
        // Given
        Member alice = member("alice", "access");
        SoftKey key = key(alice, "blue", false);
        lock(device(alice, "blue"));

        // When
        Refusal login = Refusal.of(() -> finish(start(alice.who(), TestCluster.PASSWORD), key));
        Refusal proof = Refusal.of(() -> ProvedCall.of(
                alice.channel(),
                FactorServiceGrpc.getMakeRecoveryCodesMethod(),
                CODES,
                challenge -> signed(key, challenge)));
        clock.advance(Duration.ofSeconds(30));
        UserCredentials byPhone = cluster.login(alice.who());

        // Then
        assertThat(login.code()).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(proof.code()).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(reasons()).containsExactly("second factor: blue is locked");
        assertThat(byPhone.getUser()).isEqualTo("alice");
    }

    @Test
    void aLockedPhoneLogsNobodyIn() {
        // Given
        Member alice = member("alice", "access");
        lock(device(alice, "authenticator"));

        // When
        Refusal login = Refusal.of(() -> cluster.login(alice.who()));

        // Then
        assertThat(login.code()).isEqualTo(Status.Code.UNAUTHENTICATED);
    }

    @Test
    void whatALockedDeviceProvedIsWorthNothingAndALoginByAnotherIs() {
        // Given
        Member byPhone = member("alice", "access");
        SoftKey key = key(byPhone, "blue", false);
        UserCredentials credentials =
                finish(start(byPhone.who(), TestCluster.PASSWORD), key).getCredentials();
        Member byKey = new Member(byPhone.who(), cluster.channel(byPhone.who(), credentials));
        Device phone = device(byPhone, "authenticator");

        // When
        lock(phone);
        Refusal refused = Refusal.of(() -> device(byPhone, "blue"));

        // Then
        assertThat(refused.code()).isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(refused.text()).contains("the second factor " + phone.getId() + ", which this login came from");
        assertThat(SshIdentity.read(SshKeys.parseCertificate(credentials.getSshCertificate()))
                        .identity()
                        .devices())
                .containsExactly(device(byKey, "blue").getId());
    }

    @Test
    void theOnlySecondFactorOfTheLastAdministratorIsNotLockedByMistake() {
        // Given
        Member erin = member("erin", "editor");
        Device phone = device(erin, "authenticator");

        // When
        Refusal only = Refusal.of(() -> lock(phone));
        SoftKey _ = key(erin, "blue", false);
        Device blue = device(erin, "blue");
        lock(phone);
        Refusal last = Refusal.of(() -> lock(blue));

        // Then
        assertThat(only.text()).contains("no user could take a lock away any more");
        assertThat(last.text()).contains("no user could take a lock away any more");
    }

    private dev.sallyport.api.v1.FinishLoginReply finish(dev.sallyport.api.v1.FactorChallenge challenge, SoftKey key) {
        return finish(challenge, signed(key, challenge));
    }

    private static Device device(Member member, String name) {
        return factors(member.channel()).listDevices(ListDevicesRequest.getDefaultInstance()).getDevicesList().stream()
                .filter(device -> device.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private void lock(Device device) {
        var _ = LockServiceGrpc.newBlockingStub(cluster.admin())
                .addLock(AddLockRequest.newBuilder()
                        .setTarget(LockTarget.newBuilder().setMfaDevice(device.getId()))
                        .build());
    }
}
