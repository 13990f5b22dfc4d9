package dev.sallyport.auth.factors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.api.v1.ApproveHeadlessLoginRequest;
import dev.sallyport.api.v1.FactorServiceGrpc;
import dev.sallyport.api.v1.FinishLoginReply;
import dev.sallyport.api.v1.FinishLoginRequest;
import dev.sallyport.api.v1.HeadlessOffer;
import dev.sallyport.api.v1.ListHeadlessLoginsRequest;
import dev.sallyport.api.v1.StartHeadlessLoginRequest;
import dev.sallyport.auth.Refusal;
import dev.sallyport.auth.TestCluster;
import dev.sallyport.pki.Keys;
import io.grpc.Status;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HeadlessTest extends FactorTest {

    @Test
    void aLoginIsApprovedElsewhereWithASecondFactor() {
        // Given
        Member alice = member("alice", "access");
        HeadlessOffer offer = ask("alice");
        FinishLoginReply before = finish(offer);

        // When
        var seen = factors(alice.channel()).listHeadlessLogins(ListHeadlessLoginsRequest.getDefaultInstance());
        approve(alice, offer.getCode());
        FinishLoginReply after = finish(offer);
        Refusal again = Refusal.of(() -> finish(offer));

        // Then
        assertThat(before.getPending()).isTrue();
        assertThat(seen.getLoginsList()).singleElement().satisfies(login -> {
            assertThat(login.getCode()).isEqualTo(offer.getCode());
            assertThat(login.getSource()).startsWith("127.0.0.1:");
        });
        assertThat(after.getCredentials().getUser()).isEqualTo("alice");
        assertThat(after.getCredentials().getNotAfter().getSeconds())
                .isLessThanOrEqualTo(clock.instant().plus(Duration.ofHours(1)).getEpochSecond());
        assertThat(again.code()).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(events("user.login").getFirst().getFieldsOrThrow("method")).isEqualTo("headless");
    }

    @Test
    void nobodyApprovesForOthersOrWithoutASecondFactor() {
        // Given
        Member alice = member("alice", "access");
        Member bob = member("bob", "access");
        HeadlessOffer offer = ask("alice");
        var request = ApproveHeadlessLoginRequest.newBuilder()
                .setCode(offer.getCode())
                .build();

        // When
        Refusal bobs = Refusal.of(() -> approve(bob, offer.getCode()));
        Refusal bare = Refusal.of(() -> factors(alice.channel()).approveHeadlessLogin(request));

        // Then
        assertThat(bobs.code()).isEqualTo(Status.Code.NOT_FOUND);
        assertThat(bare.code()).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(finish(offer).getPending()).isTrue();
    }

    @Test
    void askingShowsNotWhetherThereIsSuchAUser() {
        // Given
        member("alice", "access");

        // When
        HeadlessOffer real = ask("alice");
        HeadlessOffer none = ask("nobody");

        // Then
        assertThat(none.getCode()).hasSameSizeAs(real.getCode());
        assertThat(finish(none)).isEqualTo(finish(real));
    }

    @Test
    void itIsOverAfterThreeMinutesAndNothingIsLeft() {
        // Given
        Member alice = member("alice", "access");
        HeadlessOffer offer = ask("alice");
        clock.advance(Duration.ofMinutes(4));

        // When
        Refusal late = Refusal.of(() -> approve(alice, offer.getCode()));
        cluster.look();

        // Then
        assertThat(late.code()).isEqualTo(Status.Code.NOT_FOUND);
        assertThat(store.range("headless/", "", 10)).isEmpty();
    }

    private HeadlessOffer ask(String user) {
        var there = new TestCluster.Somebody(
                user,
                dev.sallyport.testing.dist.Totp.ofBase32("JBSWY3DPEHPK3PXP"),
                Keys.ecdsaP256(random),
                Keys.ed25519(random));
        return login().startHeadlessLogin(StartHeadlessLoginRequest.newBuilder()
                .setUser(user)
                .setWish(wish(there))
                .build());
    }

    private FinishLoginReply finish(HeadlessOffer offer) {
        return login().finishLogin(
                        FinishLoginRequest.newBuilder().setId(offer.getId()).build());
    }

    private void approve(Member member, String code) {
        var request = ApproveHeadlessLoginRequest.newBuilder().setCode(code).build();
        String proof = proof(member, FactorServiceGrpc.getApproveHeadlessLoginMethod(), request);
        var _ = factors(with(member.channel(), proof)).approveHeadlessLogin(request);
    }
}
