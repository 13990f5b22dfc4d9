package dev.sallyport.auth.machines;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.sallyport.api.machine.MachineIdentity;
import dev.sallyport.api.machine.MachineKeys;
import dev.sallyport.api.v1.AddTokenReply;
import dev.sallyport.api.v1.AddTokenRequest;
import dev.sallyport.api.v1.AuditServiceGrpc;
import dev.sallyport.api.v1.JoinRequest;
import dev.sallyport.api.v1.JoinServiceGrpc;
import dev.sallyport.api.v1.ListEventsRequest;
import dev.sallyport.api.v1.MachineCredentials;
import dev.sallyport.api.v1.MachineType;
import dev.sallyport.api.v1.Page;
import dev.sallyport.api.v1.RemoveTokenRequest;
import dev.sallyport.api.v1.RenewRequest;
import dev.sallyport.api.v1.TokenServiceGrpc;
import dev.sallyport.auth.ClusterTest;
import dev.sallyport.auth.Refusal;
import dev.sallyport.pki.ssh.SshKeys;
import io.grpc.Status;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JoinTest extends ClusterTest {

    private final MachineKeys keys = MachineKeys.generate(new SecureRandom());

    @Test
    void aNodeThatJoinsIsKnownByItsNameInTheClusterAndItsId() {
        // When
        MachineIdentity node = cluster.machine(MachineType.MACHINE_TYPE_NODE, "web1");

        // Then
        assertThat(SshKeys.parseCertificate(node.sshHostCertificate()).getPrincipals())
                .containsExactly("web1", "web1.test.example.com", node.id());
        assertThat(node.notAfter()).isEqualTo(clock.instant().plus(Duration.ofHours(24)));
        assertThat(node.id()).matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
    }

    @Test
    void aTokenLetsOneMachineIn() {
        // Given
        JoinRequest request = request(token(MachineType.MACHINE_TYPE_NODE).getToken(), MachineType.MACHINE_TYPE_NODE);
        MachineCredentials first = join(request);

        // When
        Refusal second = Refusal.of(() -> join(request));

        // Then
        assertThat(first.getId()).isNotEmpty();
        assertThat(second.code()).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(second.text()).contains("used already").contains("sally tokens add");
        assertThat(refusals()).containsExactly("used");
    }

    @Test
    void ofTwoMachinesWithOneTokenAtOnceOneComesIn() throws Exception {
        // Given
        JoinRequest request = request(token(MachineType.MACHINE_TYPE_NODE).getToken(), MachineType.MACHINE_TYPE_NODE);
        var admitted = new java.util.concurrent.atomic.AtomicInteger();

        // When
        try (var threads = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 4; i++) {
                var _ = threads.submit(() -> {
                    var _ = join(request);
                    return admitted.incrementAndGet();
                });
            }
        }

        // Then
        assertThat(admitted).hasValue(1);
        assertThat(store.range("nodes/", "", 10)).hasSize(1);
    }

    @Test
    void aTokenIsGoodForHalfAnHour() {
        // Given
        AddTokenReply token = token(MachineType.MACHINE_TYPE_NODE);
        clock.advance(Duration.ofMinutes(30));

        // When
        Refusal late = Refusal.of(() -> join(request(token.getToken(), MachineType.MACHINE_TYPE_NODE)));

        // Then
        assertThat(late.code()).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(late.text()).contains("time is over");
        assertThat(refusals()).containsExactly("expired");
        assertThat(tokens().listTokens(Page.getDefaultInstance()).getTokensList())
                .isEmpty();
    }

    @Test
    void aTokenForNodesLetsNoProxyInAndStaysGood() {
        // Given
        AddTokenReply token = token(MachineType.MACHINE_TYPE_NODE);

        // When
        Refusal proxy = Refusal.of(() -> join(request(token.getToken(), MachineType.MACHINE_TYPE_PROXY)));

        // Then
        assertThat(proxy.code()).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(proxy.text()).contains("not for a proxy");
        assertThat(refusals()).containsExactly("wrong type");
        assertThat(join(request(token.getToken(), MachineType.MACHINE_TYPE_NODE))
                        .getId())
                .isNotEmpty();
    }

    @Test
    void aTokenThatWasRemovedIsUnknown() {
        // Given
        AddTokenReply token = token(MachineType.MACHINE_TYPE_NODE);
        var _ = tokens().removeToken(RemoveTokenRequest.newBuilder()
                .setId(token.getInfo().getId())
                .build());

        // When
        Refusal gone = Refusal.of(() -> join(request(token.getToken(), MachineType.MACHINE_TYPE_NODE)));

        // Then
        assertThat(gone.text()).contains("unknown here");
        assertThat(token.getCaPinsList()).singleElement().asString().startsWith("sha256:");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Web1",
                "a b",
                "-a",
                "a..b",
                "auth.sallyport.internal",
                "../a",
                "a\u001b[2J",
                "0b8e1a52-9d0c-4c53-8a5e-1f2d3c4b5a69",
                "a23456789012345678901234567890123456789012345678901234567890.b2345678901234567890123456789012.c"
            })
    void aNameThatIsNoHostNameOrLooksLikeAnIdIsRefused(String name) {
        // Given
        String token = token(MachineType.MACHINE_TYPE_NODE).getToken();

        // When
        Refusal refusal = Refusal.of(() -> join(request(token, MachineType.MACHINE_TYPE_NODE).toBuilder()
                .setName(name)
                .build()));

        // Then
        assertThat(refusal.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(refusal.text()).doesNotContain("\u001b");
    }

    @Test
    void renewingKeepsTheIdentityWhateverIsAsked() {
        // Given
        MachineIdentity node = cluster.machine(MachineType.MACHINE_TYPE_NODE, "web1");
        clock.advance(Duration.ofHours(12));

        // When
        MachineCredentials renewed =
                JoinServiceGrpc.newBlockingStub(cluster.channel(node)).renew(renewal());

        // Then
        assertThat(renewed.getId()).isEqualTo(node.id());
        assertThat(renewed.getNotAfter().getSeconds())
                .isEqualTo(clock.instant().plus(Duration.ofHours(24)).getEpochSecond());
        assertThat(SshKeys.parseCertificate(renewed.getSshHostCertificate()).getPrincipals())
                .contains("web1", node.id());
    }

    @Test
    void nobodyRenewsWithoutACertificateAndNoneWithOneThatEnded() {
        // Given
        MachineIdentity node = cluster.machine(MachineType.MACHINE_TYPE_NODE, "web1");

        // When
        Refusal nobody = Refusal.of(() -> {
            var _ = JoinServiceGrpc.newBlockingStub(cluster.nobody()).renew(renewal());
        });
        clock.advance(Duration.ofHours(25));
        Refusal late = Refusal.of(() -> {
            var _ = JoinServiceGrpc.newBlockingStub(cluster.channel(node)).renew(renewal());
        });

        // Then
        assertThat(nobody.code()).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(late.code()).isIn(Status.Code.UNAUTHENTICATED, Status.Code.UNAVAILABLE);
    }

    private RenewRequest renewal() {
        return RenewRequest.newBuilder()
                .setTlsPublicKey(ByteString.copyFrom(keys.tls().getPublic().getEncoded()))
                .setSshPublicKey(SshKeys.line(keys.sshHost().getPublic(), "other"))
                .build();
    }

    private JoinRequest request(String token, MachineType type) {
        return cluster.joinRequest(token, type, "web1", keys).build();
    }

    private MachineCredentials join(JoinRequest request) {
        return JoinServiceGrpc.newBlockingStub(cluster.nobody()).join(request);
    }

    private AddTokenReply token(MachineType type) {
        return tokens().addToken(AddTokenRequest.newBuilder().setType(type).build());
    }

    private TokenServiceGrpc.TokenServiceBlockingStub tokens() {
        return TokenServiceGrpc.newBlockingStub(cluster.admin());
    }

    private List<String> refusals() {
        return AuditServiceGrpc.newBlockingStub(cluster.admin())
                .listEvents(ListEventsRequest.newBuilder()
                        .setType("node.join.refused")
                        .build())
                .getEventsList()
                .stream()
                .map(event -> event.getFieldsMap().getOrDefault("reason", ""))
                .toList();
    }
}
