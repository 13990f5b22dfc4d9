package dev.sallyport.auth.factors;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.sallyport.api.v1.BrowserExchange;
import dev.sallyport.api.v1.BrowserServiceGrpc;
import dev.sallyport.api.v1.FactorChallenge;
import dev.sallyport.api.v1.FinishLoginReply;
import dev.sallyport.api.v1.FinishLoginRequest;
import dev.sallyport.api.v1.KeyAssertion;
import dev.sallyport.api.v1.MachineType;
import dev.sallyport.api.v1.StartLoginRequest;
import dev.sallyport.auth.Refusal;
import dev.sallyport.auth.TestCluster;
import dev.sallyport.testing.factor.SoftKey;
import io.grpc.Channel;
import io.grpc.Status;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a proxy's page can do, whoever serves it. */
class BrowserTest extends FactorTest {

    @Test
    void aPageShowsAChallengeAndLeavesAnAnswerAndTheClientGetsTheCertificates() {
        // Given
        Member alice = member("alice", "access");
        SoftKey key = key(alice, "blue", false);
        FactorChallenge challenge = start(alice.who(), TestCluster.PASSWORD);
        Channel proxy = proxy();

        // When
        FinishLoginReply before = finish(challenge);
        String shown = say(proxy, challenge.getId(), "");
        String left = say(proxy, challenge.getId(), json(key.sign(challenge.getKey())));
        FinishLoginReply after = finish(challenge);

        // Then
        assertThat(challenge.getBrowserUrl()).isEqualTo("https://proxy.example.com/second-factor#" + challenge.getId());
        assertThat(before.getPending()).isTrue();
        assertThat(shown).contains("\"summary\":\"log in as alice\"", "\"rpId\":\"proxy.example.com\"");
        assertThat(left).isEqualTo("{\"done\":true}");
        assertThat(after.getCredentials().getUser()).isEqualTo("alice");
    }

    @Test
    void whatAPageLeavesIsVerifiedAsAnyOther() {
        // Given
        Member alice = member("alice", "access");
        SoftKey key = key(alice, "blue", false);
        FactorChallenge challenge = start(alice.who(), TestCluster.PASSWORD);
        KeyAssertion forged = key.sign(challenge.getKey()).toBuilder()
                .setSignature(ByteString.copyFromUtf8("forged"))
                .build();
        Channel proxy = proxy();
        say(proxy, challenge.getId(), json(forged));

        // When
        Refusal second = Refusal.of(() -> say(proxy, challenge.getId(), json(key.sign(challenge.getKey()))));
        Refusal decided = Refusal.of(() -> finish(challenge));

        // Then
        assertThat(second.code()).isEqualTo(Status.Code.NOT_FOUND);
        assertThat(decided.code()).isEqualTo(Status.Code.UNAUTHENTICATED);
    }

    @Test
    void aPageGetsNoLoginWithoutAPasswordAndNoDecoy() {
        // Given
        Member alice = member("alice", "access");
        key(alice, "passkey", true);
        Channel proxy = proxy();
        FactorChallenge alone = login().startLogin(StartLoginRequest.newBuilder()
                .setPasswordless(true)
                .setWish(wish(alice.who()))
                .build());
        FactorChallenge decoy = start(alice.who(), "wrong horse battery");

        // When
        List<Refusal> refusals = List.of(
                Refusal.of(() -> say(proxy, alone.getId(), "")),
                Refusal.of(() -> say(proxy, decoy.getId(), "")),
                Refusal.of(() -> say(proxy, "guessed", "")),
                Refusal.of(() -> say(proxy, decoy.getId(), "{")));

        // Then
        assertThat(refusals.subList(0, 3)).extracting(Refusal::code).containsOnly(Status.Code.NOT_FOUND);
        assertThat(refusals.getLast().code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    }

    @Test
    void aClusterMayCloseThePage() {
        // Given
        Member alice = member("alice", "access");
        key(alice, "blue", false);
        cluster.stop();
        cluster = TestCluster.with(
                folder,
                store,
                clock,
                new FactorSettings(
                        "proxy.example.com", "https://proxy.example.com", false, false, List.of(), List.of()));
        FactorChallenge challenge = start(alice.who(), TestCluster.PASSWORD);
        Channel proxy = proxy();

        // When
        Refusal refusal = Refusal.of(() -> say(proxy, challenge.getId(), ""));

        // Then
        assertThat(challenge.getBrowserUrl()).isEmpty();
        assertThat(refusal.code()).isEqualTo(Status.Code.PERMISSION_DENIED);
    }

    private Channel proxy() {
        return cluster.channel(cluster.machine(MachineType.MACHINE_TYPE_PROXY, "proxy.example.com"));
    }

    private static String say(Channel proxy, String code, String json) {
        return BrowserServiceGrpc.newBlockingStub(proxy)
                .exchange(BrowserExchange.newBuilder()
                        .setCode(code)
                        .setJson(ByteString.copyFromUtf8(json))
                        .build())
                .getJson()
                .toString(StandardCharsets.UTF_8);
    }

    private FinishLoginReply finish(FactorChallenge challenge) {
        return login().finishLogin(
                        FinishLoginRequest.newBuilder().setId(challenge.getId()).build());
    }

    /** As a browser writes it. */
    private static String json(KeyAssertion assertion) {
        return "{\"type\":\"public-key\",\"id\":\"" + text(assertion.getCredentialId())
                + "\",\"response\":{\"clientDataJSON\":\"" + text(assertion.getClientData())
                + "\",\"authenticatorData\":\"" + text(assertion.getAuthenticatorData()) + "\",\"signature\":\""
                + text(assertion.getSignature()) + "\"},\"clientExtensionResults\":{}}";
    }

    private static String text(ByteString bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
    }
}
