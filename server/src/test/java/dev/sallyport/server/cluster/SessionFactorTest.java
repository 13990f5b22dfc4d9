package dev.sallyport.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.ClusterTrust;
import dev.sallyport.api.FactorTrailer;
import dev.sallyport.api.ProxyAddress;
import dev.sallyport.api.v1.AnswerProofRequest;
import dev.sallyport.api.v1.AuditServiceGrpc;
import dev.sallyport.api.v1.FactorAnswer;
import dev.sallyport.api.v1.FactorChallenge;
import dev.sallyport.api.v1.FactorServiceGrpc;
import dev.sallyport.api.v1.ListEventsRequest;
import dev.sallyport.api.v1.Metadata;
import dev.sallyport.api.v1.PutRoleRequest;
import dev.sallyport.api.v1.RequestServiceGrpc;
import dev.sallyport.api.v1.Role;
import dev.sallyport.api.v1.RoleConditions;
import dev.sallyport.api.v1.RoleOptions;
import dev.sallyport.api.v1.RoleServiceGrpc;
import dev.sallyport.api.v1.RoleSpec;
import dev.sallyport.api.v1.SessionCertificateRequest;
import dev.sallyport.api.v1.StartProofRequest;
import dev.sallyport.api.v1.StringList;
import dev.sallyport.api.v1.SuggestRequestRequest;
import dev.sallyport.pki.ssh.SshKeys;
import dev.sallyport.pki.x509.PeerVerifier;
import dev.sallyport.server.diagnostics.RoleState;
import dev.sallyport.server.wiring.Daemon;
import dev.sallyport.testing.dist.UnixUser;
import io.grpc.stub.MetadataUtils;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A second factor for one session, the whole way: proxy, auth, agent, and the system's ssh. */
@Timeout(180)
class SessionFactorTest {

    @TempDir
    private Path directory;

    private Cluster cluster;
    private UnixUser unix;

    @BeforeEach
    void begin() {
        cluster = new Cluster(directory);
        unix = UnixUser.create("sallyfactor");
    }

    @AfterEach
    void end() {
        cluster.close();
        unix.close();
    }

    @Test
    void theLoginsCertificateIsRefusedAndOneOfAMinuteLetsIn() throws Exception {
        // Given
        Daemon daemon = cluster.allInOne();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> daemon.roles().stream().allMatch(RoleState::ready));
        careful();
        Person ada = Person.loggedIn(cluster, "ada", unix.name(), "careful");
        Ssh ssh = new Ssh(ada, new KnockRelay(ada, cluster, "box"), unix.name(), "box");

        // When
        Ssh.Ran bare = ssh.run("true");
        Files.writeString(ada.folder().resolve("id-cert.pub"), certificate(ada) + "\n");
        Ssh.Ran proved = ssh.run("id -un");

        // Then
        assertThat(bare.exit()).isEqualTo(255);
        assertThat(proved).isEqualTo(new Ssh.Ran(0, unix.name() + "\n", ""));
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(denials()).contains("wants a second factor for each session"));
    }

    private String denials() throws Exception {
        try (ApiChannel admin = cluster.admin()) {
            return AuditServiceGrpc.newBlockingStub(admin.channel())
                    .listEvents(ListEventsRequest.newBuilder()
                            .setType("session.denied")
                            .build())
                    .getEventsList()
                    .toString();
        }
    }

    private void careful() throws Exception {
        try (ApiChannel admin = cluster.admin()) {
            var _ = RoleServiceGrpc.newBlockingStub(admin.channel())
                    .putRole(PutRoleRequest.newBuilder()
                            .setRole(Role.newBuilder()
                                    .setMetadata(Metadata.newBuilder().setName("careful"))
                                    .setSpec(RoleSpec.newBuilder()
                                            .setOptions(RoleOptions.newBuilder().setRequireSessionMfa(true))
                                            .setAllow(RoleConditions.newBuilder()
                                                    .addLogins("{{internal.logins}}")
                                                    .putNodeLabels(
                                                            "*",
                                                            StringList.newBuilder()
                                                                    .addValues("*")
                                                                    .build()))))
                            .build());
        }
    }

    /** By the phone, through the proxy. */
    private String certificate(Person ada) {
        PeerVerifier trust = PeerVerifier.pinned(
                ClusterTrust.of(ada.credentials().getTrust()).pins(), InstantSource.system());
        try (ApiChannel proxy =
                ApiChannel.open(ProxyAddress.parse(cluster.proxyAddress()), trust, () -> Optional.of(ada.tls()))) {
            assertThat(RequestServiceGrpc.newBlockingStub(proxy.channel())
                            .suggestRequest(SuggestRequestRequest.newBuilder()
                                    .setNode("box")
                                    .setLogin(unix.name())
                                    .build())
                            .getSessionCertificate())
                    .isTrue();
            var factors = FactorServiceGrpc.newBlockingStub(proxy.channel());
            SessionCertificateRequest request = SessionCertificateRequest.newBuilder()
                    .setNode("box")
                    .setLogin(unix.name())
                    .setSshPublicKey(SshKeys.line(
                            SshKeys.parseCertificate(ada.credentials().getSshCertificate())
                                    .getCertPubKey(),
                            ""))
                    .build();
            FactorChallenge challenge = factors.startProof(StartProofRequest.newBuilder()
                    .setMethod(
                            FactorServiceGrpc.getIssueSessionCertificateMethod().getFullMethodName())
                    .setRequest(request.toByteString())
                    .build());
            var _ = factors.answerProof(AnswerProofRequest.newBuilder()
                    .setId(challenge.getId())
                    .setAnswer(FactorAnswer.newBuilder()
                            .setCode(ada.phone().at(Instant.now().plusSeconds(30))))
                    .build());
            io.grpc.Metadata headers = new io.grpc.Metadata();
            headers.put(FactorTrailer.PROOF, challenge.getId());
            return factors.withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                    .issueSessionCertificate(request)
                    .getCertificate();
        }
    }
}
