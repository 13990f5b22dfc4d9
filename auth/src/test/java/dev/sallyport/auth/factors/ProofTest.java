package dev.sallyport.auth.factors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.api.FactorTrailer;
import dev.sallyport.api.v1.AddLockRequest;
import dev.sallyport.api.v1.AnswerProofRequest;
import dev.sallyport.api.v1.FactorAnswer;
import dev.sallyport.api.v1.FactorServiceGrpc;
import dev.sallyport.api.v1.ListDevicesRequest;
import dev.sallyport.api.v1.LockServiceGrpc;
import dev.sallyport.api.v1.LockTarget;
import dev.sallyport.api.v1.MakeRecoveryCodesRequest;
import dev.sallyport.api.v1.Page;
import dev.sallyport.api.v1.RemoveDeviceRequest;
import dev.sallyport.api.v1.UserServiceGrpc;
import dev.sallyport.auth.Refusal;
import dev.sallyport.auth.TestCluster;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class ProofTest extends FactorTest {

    private static final MakeRecoveryCodesRequest CODES = MakeRecoveryCodesRequest.getDefaultInstance();

    @Test
    void aCallThatTakesASecondFactorSaysSoAndGoesThroughWithOne() {
        // Given
        Member alice = member("alice", "access");

        // When
        StatusRuntimeException refused = Assertions.catchThrowableOfType(
                StatusRuntimeException.class, () -> factors(alice.channel()).makeRecoveryCodes(CODES));
        String proof = proof(alice, FactorServiceGrpc.getMakeRecoveryCodesMethod(), CODES);
        var codes = factors(with(alice.channel(), proof)).makeRecoveryCodes(CODES);

        // Then
        assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(String.valueOf(refused.getTrailers().get(FactorTrailer.WANTS)))
                .isEqualTo(FactorTrailer.SECOND_FACTOR);
        assertThat(codes.getCodesCount()).isEqualTo(RecoveryCode.SET);
        assertThat(events("user.factor.proved").getFirst().getFieldsOrThrow("method"))
                .isEqualTo("sallyport.v1.FactorService/MakeRecoveryCodes");
    }

    @Test
    void aProofIsForOneCallOnce() {
        // Given
        Member alice = member("alice", "access");
        key(alice, "blue", false);
        var asked = RemoveDeviceRequest.newBuilder().setDevice("blue").build();
        var other = RemoveDeviceRequest.newBuilder().setDevice("authenticator").build();
        String proof = proof(alice, FactorServiceGrpc.getRemoveDeviceMethod(), asked);
        var proved = factors(with(alice.channel(), proof));

        // When
        Refusal otherRequest = Refusal.of(() -> proved.removeDevice(other));
        Refusal otherMethod = Refusal.of(() -> proved.makeRecoveryCodes(CODES));
        var done = proved.removeDevice(asked);
        Refusal again = Refusal.of(() -> proved.removeDevice(asked));

        // Then
        assertThat(done.getDevice().getName()).isEqualTo("blue");
        assertThat(List.of(otherRequest, otherMethod, again))
                .extracting(Refusal::code)
                .containsOnly(Status.Code.UNAUTHENTICATED);
    }

    @Test
    void aProofIsForOnePersonWithOneCertificate() {
        // Given
        Member alice = member("alice", "access");
        Member bob = member("bob", "access");
        var again = new TestCluster.Somebody(
                "alice",
                alice.who().phone(),
                dev.sallyport.pki.Keys.ecdsaP256(random),
                alice.who().ssh());
        var elsewhere = cluster.channel(again, cluster.login(again));
        String proof = proof(alice, FactorServiceGrpc.getMakeRecoveryCodesMethod(), CODES);

        // When
        Refusal bobs = Refusal.of(() -> factors(with(bob.channel(), proof)).makeRecoveryCodes(CODES));
        Refusal otherKey = Refusal.of(() -> factors(with(elsewhere, proof)).makeRecoveryCodes(CODES));

        // Then
        assertThat(List.of(bobs, otherKey)).extracting(Refusal::code).containsOnly(Status.Code.UNAUTHENTICATED);
    }

    @Test
    void aChallengeThatWasNotAnsweredOrAnsweredWrongProvesNothing() {
        // Given
        Member alice = member("alice", "access");
        var about = about(FactorServiceGrpc.getMakeRecoveryCodesMethod(), CODES);
        var open = factors(alice.channel()).startProof(about);
        var wrong = factors(alice.channel()).startProof(about);

        // When
        Refusal early =
                Refusal.of(() -> factors(with(alice.channel(), open.getId())).makeRecoveryCodes(CODES));
        Refusal answered = Refusal.of(() -> factors(alice.channel())
                .answerProof(AnswerProofRequest.newBuilder()
                        .setId(wrong.getId())
                        .setAnswer(FactorAnswer.newBuilder().setCode("000000"))
                        .build()));
        Refusal late =
                Refusal.of(() -> factors(with(alice.channel(), wrong.getId())).makeRecoveryCodes(CODES));

        // Then
        assertThat(List.of(early, answered, late)).extracting(Refusal::code).containsOnly(Status.Code.UNAUTHENTICATED);
        assertThat(events("user.factor.failed")).hasSize(1);
    }

    @Test
    void guessingLocks() {
        // Given
        Member alice = member("alice", "access");
        var about = about(FactorServiceGrpc.getMakeRecoveryCodesMethod(), CODES);
        for (int i = 0; i < 5; i++) {
            answer(alice, factors(alice.channel()).startProof(about).getId(), "000000");
        }

        // When
        String right = code(alice.who()).getCode();
        Refusal locked =
                answer(alice, factors(alice.channel()).startProof(about).getId(), right);

        // Then
        assertThat(locked.code()).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(events("user.login.locked")).hasSize(1);
    }

    @Test
    void administrationTakesOneForEachActionWhereTheClusterWantsIt() {
        // Given
        Member alice = member("alice", "editor");
        cluster.stop();
        cluster = TestCluster.strict(folder, store, clock);
        Member again = new Member(alice.who(), cluster.channel(alice.who(), cluster.login(alice.who())));
        AddLockRequest lock = AddLockRequest.newBuilder()
                .setTarget(LockTarget.newBuilder().setUser("mallory"))
                .build();

        // When
        Refusal bare = Refusal.of(
                () -> LockServiceGrpc.newBlockingStub(again.channel()).addLock(lock));
        var reading = UserServiceGrpc.newBlockingStub(again.channel()).listUsers(Page.getDefaultInstance());
        String proof = proof(again, LockServiceGrpc.getAddLockMethod(), lock);
        var made = LockServiceGrpc.newBlockingStub(with(again.channel(), proof)).addLock(lock);
        var byFile = LockServiceGrpc.newBlockingStub(cluster.admin()).addLock(lock);

        // Then
        assertThat(bare.code()).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(reading.getUsersCount()).isEqualTo(1);
        assertThat(made.getCreatedBy()).isEqualTo("alice");
        assertThat(byFile.getId()).isNotEmpty();
    }

    @Test
    void lookingTakesNone() {
        // Given
        Member alice = member("alice", "access");

        // When
        var devices = factors(alice.channel()).listDevices(ListDevicesRequest.getDefaultInstance());

        // Then
        assertThat(devices.getDevicesCount()).isEqualTo(1);
    }

    private static Refusal answer(Member member, String id, String code) {
        return Refusal.of(() -> factors(member.channel())
                .answerProof(AnswerProofRequest.newBuilder()
                        .setId(id)
                        .setAnswer(FactorAnswer.newBuilder().setCode(code))
                        .build()));
    }
}
