package dev.sallyport.auth.factors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.api.v1.FactorAnswer;
import dev.sallyport.api.v1.FactorChallenge;
import dev.sallyport.api.v1.FactorServiceGrpc;
import dev.sallyport.api.v1.FinishLoginReply;
import dev.sallyport.api.v1.MakeRecoveryCodesRequest;
import dev.sallyport.api.v1.StartLoginRequest;
import dev.sallyport.auth.Refusal;
import dev.sallyport.auth.TestCluster;
import dev.sallyport.testing.factor.SoftKey;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyLoginTest extends FactorTest {

    @Test
    void aPasswordAndASecurityKeyLogIn() {
        // Given
        Member alice = member("alice", "access");
        SoftKey key = key(alice, "blue", false);

        // When
        FactorChallenge challenge = start(alice.who(), TestCluster.PASSWORD);
        FinishLoginReply reply = finish(challenge, signed(key, challenge));

        // Then
        assertThat(challenge.getKey().getRpId()).isEqualTo("proxy.example.com");
        assertThat(challenge.getKey().getCredentialIdsList()).containsExactly(key.id());
        assertThat(reply.getCredentials().getUser()).isEqualTo("alice");
        assertThat(events("user.login").getFirst().getFieldsOrThrow("method")).isEqualTo("password+webauthn");
    }

    @Test
    void thePhoneGoesOnToLogInBesideTheKey() {
        // Given
        Member alice = member("alice", "access");
        key(alice, "blue", false);

        // When
        FactorChallenge challenge = start(alice.who(), TestCluster.PASSWORD);
        FinishLoginReply reply = finish(challenge, code(alice.who()));

        // Then
        assertThat(reply.getCredentials().getUser()).isEqualTo("alice");
    }

    @Test
    void anAssertionThatWasSeenBeforeIsUseless() {
        // Given
        Member alice = member("alice", "access");
        SoftKey key = key(alice, "blue", false);
        FactorChallenge first = start(alice.who(), TestCluster.PASSWORD);
        FactorAnswer answer = signed(key, first);
        var _ = finish(first, answer);

        // When
        Refusal same = Refusal.of(() -> finish(first, answer));
        Refusal other = Refusal.of(() -> finish(start(alice.who(), TestCluster.PASSWORD), answer));

        // Then
        assertThat(same.code()).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(other.code()).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(reasons()).anyMatch(reason -> reason.contains("hallenge"));
    }

    @Test
    void anAssertionForAnotherOriginIsRefused() {
        // Given
        Member alice = member("alice", "access");
        SoftKey key = key(alice, "blue", false);
        FactorChallenge challenge = start(alice.who(), TestCluster.PASSWORD);

        // When
        Refusal refusal = Refusal.of(() -> finish(
                challenge,
                answer(
                        key,
                        challenge,
                        new SoftKey.Manner("https://proxy.example.com.evil.example", "proxy.example.com", false))));

        // Then
        assertThat(refusal.code()).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(reasons()).anyMatch(reason -> reason.contains("origin"));
    }

    @Test
    void anAssertionForAnotherRelyingPartyIsRefused() {
        // Given
        Member alice = member("alice", "access");
        SoftKey key = key(alice, "blue", false);
        FactorChallenge challenge = start(alice.who(), TestCluster.PASSWORD);

        // When
        Refusal refusal = Refusal.of(() -> finish(
                challenge,
                answer(
                        key,
                        challenge,
                        new SoftKey.Manner(challenge.getKey().getOrigin(), "other.example.com", false))));

        // Then
        assertThat(refusal.code()).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(reasons()).anyMatch(reason -> reason.contains("RP ID"));
    }

    @Test
    void aCounterThatGoesBackIsRefusedAndInTheTrail() {
        // Given
        Member alice = member("alice", "access");
        SoftKey key = key(alice, "blue", false);
        key.setCounter(50);
        FactorChallenge first = start(alice.who(), TestCluster.PASSWORD);
        var _ = finish(first, signed(key, first));
        key.setCounter(49);

        // When
        FactorChallenge second = start(alice.who(), TestCluster.PASSWORD);
        Refusal refusal = Refusal.of(() -> finish(second, signed(key, second)));

        // Then
        assertThat(refusal.code()).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(reasons()).anyMatch(reason -> reason.contains("the counter of blue went back"));
    }

    @Test
    void somebodyElsesKeyIsRefused() {
        // Given
        Member alice = member("alice", "access");
        key(alice, "blue", false);
        SoftKey bobs = key(member("bob", "access"), "red", false);
        FactorChallenge challenge = start(alice.who(), TestCluster.PASSWORD);

        // When
        Refusal refusal = Refusal.of(() -> finish(challenge, signed(bobs, challenge)));

        // Then
        assertThat(refusal.code()).isEqualTo(Status.Code.UNAUTHENTICATED);
    }

    @Test
    void withoutAKeyAWrongPasswordLooksLikeARightOneUntilTheSecondStep() {
        // Given
        TestCluster.Somebody alice = cluster.person("alice", "access");
        TestCluster.Somebody nobody = new TestCluster.Somebody("nobody", alice.phone(), alice.tls(), alice.ssh());

        // When
        List<FactorChallenge> challenges = List.of(
                start(alice, TestCluster.PASSWORD),
                start(alice, "wrong horse battery"),
                start(nobody, TestCluster.PASSWORD));
        Refusal wrong = Refusal.of(() -> finish(challenges.get(1), code(alice)));
        Refusal none = Refusal.of(() -> finish(challenges.get(2), code(alice)));
        FinishLoginReply right = finish(challenges.getFirst(), code(alice));

        // Then
        assertThat(challenges).extracting(FactorChallenge::hasKey).containsOnly(false);
        assertThat(challenges).extracting(FactorChallenge::getOneTimeCode).containsOnly(true);
        assertThat(wrong).isEqualTo(none);
        assertThat(right.getCredentials().getUser()).isEqualTo("alice");
    }

    @Test
    void aWrongPasswordInTheFirstStepShowsNoKeys() {
        // Given
        Member alice = member("alice", "access");
        key(alice, "blue", false);

        // When
        FactorChallenge challenge = start(alice.who(), "wrong horse battery");

        // Then
        assertThat(challenge.hasKey()).isFalse();
        assertThat(challenge.getBrowserUrl()).isEmpty();
    }

    @Test
    void fiveWrongPasswordsInFirstStepsLockAsAnyOthers() {
        // Given
        TestCluster.Somebody alice = cluster.person("alice", "access");
        for (int i = 0; i < 5; i++) {
            var _ = start(alice, "wrong horse battery");
        }

        // When
        FactorChallenge challenge = start(alice, TestCluster.PASSWORD);
        Refusal locked = Refusal.of(() -> finish(challenge, code(alice)));
        clock.advance(Duration.ofMinutes(30));
        FactorChallenge later = start(alice, TestCluster.PASSWORD);
        FinishLoginReply after = finish(later, code(alice));

        // Then
        assertThat(locked.code()).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(reasons()).contains("locked");
        assertThat(after.getCredentials().getUser()).isEqualTo("alice");
    }

    @Test
    void aChallengeIsOverAfterThreeMinutes() {
        // Given
        TestCluster.Somebody alice = cluster.person("alice", "access");
        FactorChallenge challenge = start(alice, TestCluster.PASSWORD);
        clock.advance(Duration.ofMinutes(3));

        // When
        Refusal late = Refusal.of(() -> finish(challenge, code(alice)));
        cluster.look();

        // Then
        assertThat(late.code()).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(store.range("challenges/", "", 10)).isEmpty();
    }

    @Test
    void aResidentKeyThatVerifiesItsHolderLogsInWithoutAPassword() {
        // Given
        Member alice = member("alice", "access");
        SoftKey key = key(alice, "passkey", true);

        // When
        FactorChallenge challenge = byKeyAlone(alice.who());
        FinishLoginReply reply = finish(challenge, signed(key, challenge));

        // Then
        assertThat(challenge.getKey().getCredentialIdsList()).isEmpty();
        assertThat(challenge.getBrowserUrl()).isEmpty();
        assertThat(reply.getCredentials().getUser()).isEqualTo("alice");
        assertThat(events("user.login").getFirst().getFieldsOrThrow("method")).isEqualTo("passwordless");
    }

    @Test
    void withoutAPasswordATouchAloneIsNotEnoughNorAKeyThatWasNotAddedForIt() {
        // Given
        Member alice = member("alice", "access");
        SoftKey passkey = key(alice, "passkey", true);
        SoftKey plain = key(alice, "plain", false);

        // When
        FactorChallenge one = byKeyAlone(alice.who());
        Refusal touched = Refusal.of(() -> finish(
                one,
                answer(
                        passkey,
                        one,
                        new SoftKey.Manner(
                                one.getKey().getOrigin(), one.getKey().getRpId(), false))));
        FactorChallenge other = byKeyAlone(alice.who());
        Refusal another = Refusal.of(() -> finish(other, signed(plain, other)));
        FactorChallenge third = byKeyAlone(alice.who());
        Refusal code = Refusal.of(() -> finish(third, code(alice.who())));

        // Then
        assertThat(List.of(touched, another, code)).extracting(Refusal::code).containsOnly(Status.Code.UNAUTHENTICATED);
    }

    @Test
    void aRecoveryCodeStandsInForTheSecondFactorOnce() {
        // Given
        Member alice = member("alice", "access");
        var request = MakeRecoveryCodesRequest.getDefaultInstance();
        String proof = proof(alice, FactorServiceGrpc.getMakeRecoveryCodesMethod(), request);
        List<String> codes =
                factors(with(alice.channel(), proof)).makeRecoveryCodes(request).getCodesList();
        FactorAnswer code = FactorAnswer.newBuilder().setCode(codes.get(3)).build();

        // When
        FinishLoginReply first = finish(start(alice.who(), TestCluster.PASSWORD), code);
        Refusal second = Refusal.of(() -> finish(start(alice.who(), TestCluster.PASSWORD), code));
        var inOneStep = login().login(cluster.loginRequest(alice.who())
                .setOtp(codes.getFirst().replace("-", "").toUpperCase(java.util.Locale.ROOT))
                .build());

        // Then
        assertThat(codes).hasSize(RecoveryCode.SET).allMatch(text -> text.matches("[a-z2-7]{5}(-[a-z2-7]{5}){3}"));
        assertThat(first.getCredentials().getUser()).isEqualTo("alice");
        assertThat(second.code()).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(inOneStep.getUser()).isEqualTo("alice");
    }

    private FactorChallenge byKeyAlone(TestCluster.Somebody who) {
        return login().startLogin(StartLoginRequest.newBuilder()
                .setPasswordless(true)
                .setWish(wish(who))
                .build());
    }

    private static FactorAnswer answer(SoftKey key, FactorChallenge challenge, SoftKey.Manner manner) {
        return FactorAnswer.newBuilder()
                .setAssertion(key.sign(challenge.getKey(), manner))
                .build();
    }
}
