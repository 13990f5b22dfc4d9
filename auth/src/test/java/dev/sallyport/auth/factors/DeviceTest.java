package dev.sallyport.auth.factors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.api.v1.AnswerProofRequest;
import dev.sallyport.api.v1.Device;
import dev.sallyport.api.v1.DeviceOffer;
import dev.sallyport.api.v1.FactorServiceGrpc;
import dev.sallyport.api.v1.FinishDeviceRequest;
import dev.sallyport.api.v1.ListDevicesRequest;
import dev.sallyport.api.v1.RemoveDeviceRequest;
import dev.sallyport.api.v1.StartDeviceRequest;
import dev.sallyport.auth.Refusal;
import dev.sallyport.auth.TestCluster;
import dev.sallyport.testing.dist.Totp;
import dev.sallyport.testing.factor.SoftKey;
import io.grpc.Status;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeviceTest extends FactorTest {

    @Test
    void aPersonHasSeveralDevicesAndEachLogsIn() {
        // Given
        Member alice = member("alice", "access");
        SoftKey blue = key(alice, "blue", false);
        SoftKey red = key(alice, "red", false);
        Totp tablet = phone(alice, "tablet");

        // When
        var byBlue = start(alice.who(), TestCluster.PASSWORD);
        var withBlue = finish(byBlue, signed(blue, byBlue));
        var byRed = start(alice.who(), TestCluster.PASSWORD);
        var withRed = finish(byRed, signed(red, byRed));
        var withTablet = login().login(cluster.loginRequest(alice.who())
                .setOtp(tablet.at(clock.instant().plusSeconds(30)))
                .build());

        // Then
        assertThat(devices(alice))
                .extracting(Device::getName)
                .containsExactly("authenticator", "blue", "red", "tablet");
        assertThat(List.of(withBlue.getCredentials(), withRed.getCredentials(), withTablet))
                .extracting(credentials -> credentials.getUser())
                .containsOnly("alice");
    }

    @Test
    void theLastOneStaysWhilePolicyWantsOne() {
        // Given
        Member alice = member("alice", "access");
        SoftKey key = key(alice, "blue", false);
        remove(alice, "authenticator");
        var request = RemoveDeviceRequest.newBuilder().setDevice("blue").build();
        var challenge = factors(alice.channel()).startProof(about(FactorServiceGrpc.getRemoveDeviceMethod(), request));
        var _ = factors(alice.channel())
                .answerProof(AnswerProofRequest.newBuilder()
                        .setId(challenge.getId())
                        .setAnswer(signed(key, challenge))
                        .build());

        // When
        Refusal refusal = Refusal.of(
                () -> factors(with(alice.channel(), challenge.getId())).removeDevice(request));

        // Then
        assertThat(refusal.text()).contains("last second factor of alice");
        assertThat(devices(alice)).extracting(Device::getName).containsExactly("blue");
    }

    @Test
    void aRemovedKeyIsOutAtOnceAndMayBecomeSomebodyElses() {
        // Given
        Member alice = member("alice", "access");
        SoftKey key = key(alice, "blue", false);
        var challenge = start(alice.who(), TestCluster.PASSWORD);

        // When
        remove(alice, "blue");
        Refusal refusal = Refusal.of(() -> finish(challenge, signed(key, challenge)));

        // Then
        assertThat(refusal.code()).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(store.range("security-keys/", "", 10)).isEmpty();
        assertThat(events("user.device.removed")).hasSize(1);
    }

    @Test
    void oneKeyIsNotTwoPersons() {
        // Given
        Member alice = member("alice", "access");
        SoftKey key = key(alice, "blue", false);
        Member bob = member("bob", "access");
        DeviceOffer offer = offer(bob, "blue");

        // When
        Refusal refusal = Refusal.of(() -> finish(bob, offer, key));

        // Then
        assertThat(refusal.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(refusal.text()).contains("somebody's already");
    }

    @Test
    void anOfferIsForOneKeyOfOnePersonOnce() {
        // Given
        Member alice = member("alice", "access");
        Member bob = member("bob", "access");
        DeviceOffer offer = offer(alice, "blue");

        // When
        Refusal others = Refusal.of(() -> finish(bob, offer, new SoftKey(random)));
        finish(alice, offer, new SoftKey(random));
        Refusal again = Refusal.of(() -> finish(alice, offer, new SoftKey(random)));

        // Then
        assertThat(others.code()).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(again.code()).isEqualTo(Status.Code.UNAUTHENTICATED);
    }

    @Test
    void devicesOfOthersAreForThoseWithARule() {
        // Given
        Member alice = member("alice", "access");
        key(alice, "blue", false);
        Member bob = member("bob", "access");
        var request = RemoveDeviceRequest.newBuilder()
                .setUser("alice")
                .setDevice("blue")
                .build();
        String proof = proof(bob, FactorServiceGrpc.getRemoveDeviceMethod(), request);

        // When
        Refusal look = Refusal.of(() -> factors(bob.channel())
                .listDevices(ListDevicesRequest.newBuilder().setUser("alice").build()));
        Refusal take = Refusal.of(() -> factors(with(bob.channel(), proof)).removeDevice(request));
        Device taken = factors(cluster.admin()).removeDevice(request).getDevice();

        // Then
        assertThat(List.of(look, take)).extracting(Refusal::code).containsOnly(Status.Code.PERMISSION_DENIED);
        assertThat(taken.getName()).isEqualTo("blue");
    }

    private Totp phone(Member member, String name) {
        var request =
                StartDeviceRequest.newBuilder().setKind("totp").setName(name).build();
        String proof = proof(member, FactorServiceGrpc.getStartDeviceMethod(), request);
        DeviceOffer offer = factors(with(member.channel(), proof)).startDevice(request);
        Totp phone = Totp.ofBase32(offer.getOtpUri().replaceFirst(".*[?&]secret=([A-Z2-7]+).*", "$1"));
        var _ = factors(member.channel())
                .finishDevice(FinishDeviceRequest.newBuilder()
                        .setId(offer.getId())
                        .setCode(phone.at(clock.instant()))
                        .build());
        return phone;
    }

    private DeviceOffer offer(Member member, String name) {
        var request = StartDeviceRequest.newBuilder()
                .setKind("webauthn")
                .setName(name)
                .build();
        String proof = proof(member, FactorServiceGrpc.getStartDeviceMethod(), request);
        return factors(with(member.channel(), proof)).startDevice(request);
    }

    private static void finish(Member member, DeviceOffer offer, SoftKey key) {
        var _ = factors(member.channel())
                .finishDevice(FinishDeviceRequest.newBuilder()
                        .setId(offer.getId())
                        .setAttestation(key.register(offer.getKey()))
                        .build());
    }

    private void remove(Member member, String device) {
        var request = RemoveDeviceRequest.newBuilder().setDevice(device).build();
        String proof = proof(member, FactorServiceGrpc.getRemoveDeviceMethod(), request);
        var _ = factors(with(member.channel(), proof)).removeDevice(request);
    }

    private static List<Device> devices(Member member) {
        return factors(member.channel())
                .listDevices(ListDevicesRequest.getDefaultInstance())
                .getDevicesList();
    }
}
