package dev.sallyport.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.sallyport.api.v1.GetTrustRequest;
import dev.sallyport.api.v1.LoginServiceGrpc;
import dev.sallyport.api.v1.Trust;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.model.access.Identity;
import dev.sallyport.pki.CaPin;
import dev.sallyport.pki.Keys;
import dev.sallyport.pki.ServerNames;
import dev.sallyport.pki.identity.CertifiedIdentity;
import dev.sallyport.pki.x509.CertificateAuthority;
import dev.sallyport.pki.x509.CertificateTemplate;
import dev.sallyport.pki.x509.LiveKeyManager;
import dev.sallyport.pki.x509.PeerVerifier;
import dev.sallyport.pki.x509.TlsIdentity;
import dev.sallyport.pki.x509.TrustedCas;
import io.grpc.ManagedChannel;
import io.grpc.okhttp.OkHttpChannelBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The client's channel against Armeria on BoringSSL: TLS 1.3 both ways, h2 by ALPN, certificates that change. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiChannelIT {

    private static final InstantSource CLOCK = InstantSource.system();

    private final SecureRandom random = new SecureRandom();
    private final CertificateAuthority hostCa = ca();
    private final CertificateAuthority userCa = ca();
    private final AtomicReference<TrustedCas> cas =
            new AtomicReference<>(new TrustedCas(List.of(hostCa.certificate()), List.of(userCa.certificate())));
    private final AtomicReference<TlsIdentity> served =
            new AtomicReference<>(auth(hostCa, ServerNames.AUTH, Duration.ofHours(1)));
    private final AtomicReference<Optional<TlsIdentity>> shown = new AtomicReference<>(Optional.empty());
    private final PeerVerifier verifier = PeerVerifier.trusting(cas::get, CLOCK);

    // One for all tests: it takes two seconds to stop.
    private final FakeAuth auth = new FakeAuth(served::get, verifier);
    private ApiChannel channel;

    @BeforeEach
    void open() {
        cas.set(trust());
        served.set(rightServer());
        shown.set(Optional.empty());
        auth.answersAboutTheCaller();
        channel = ApiChannel.open(auth.address(), verifier, shown::get);
    }

    @AfterEach
    void close() {
        channel.close();
    }

    @AfterAll
    void stop() {
        auth.close();
    }

    @Test
    void aClientWithoutCertificateReachesAuthByItsName() {
        // Given a client that shows nothing

        // When
        Trust answer = call(channel);

        // Then
        assertThat(answer.getCluster()).isEqualTo("nobody");
        assertThat(answer.getSshHostCaList()).containsExactly(ServerNames.AUTH);
    }

    @Test
    void aRenewedCertificateIsShownAfterReconnecting() {
        // Given
        shown.set(Optional.of(person("alice")));
        Trust before = call(channel);

        // When
        shown.set(Optional.of(person("bob")));
        Trust same = call(channel);
        channel.reconnect();
        Trust after = call(channel);

        // Then
        assertThat(before.getCluster()).isEqualTo("alice");
        assertThat(same.getCluster()).isEqualTo("alice");
        assertThat(after.getCluster()).isEqualTo("bob");
    }

    @Test
    void aServerShowsItsRenewedCertificateToTheNextConnection() {
        // Given
        call(channel);
        CertificateAuthority next = ca();

        // When
        served.set(auth(next, ServerNames.AUTH, Duration.ofHours(1)));
        cas.set(new TrustedCas(List.of(next.certificate()), List.of()));
        channel.reconnect();

        // Then
        assertThat(call(channel).getCluster()).isEqualTo("nobody");
    }

    @Test
    void theRightPinIsEnoughForAFirstContact() {
        // Given
        PeerVerifier pinned = PeerVerifier.pinned(List.of(hostCa.pin()), CLOCK);

        // When
        Trust answer;
        try (ApiChannel first = ApiChannel.open(auth.address(), pinned, Optional::empty)) {
            answer = call(first);
        }

        // Then
        assertThat(answer.getCluster()).isEqualTo("nobody");
    }

    @Test
    void aWrongPinIsAClearFailure() {
        // Given
        CaPin wrong = ca().pin();

        // When
        try (ApiChannel first =
                ApiChannel.open(auth.address(), PeerVerifier.pinned(List.of(wrong), CLOCK), Optional::empty)) {

            // Then
            assertThatThrownBy(() -> call(first))
                    .isInstanceOfSatisfying(
                            Failure.class, failure -> assertThat(failure.code()).isEqualTo(FailureCode.INVALID))
                    .hasMessageContaining("does not match the pin: expected " + wrong)
                    .hasMessageContaining(hostCa.pin().toString());
        }
    }

    @Test
    void aServerThatIsAProxyAndNotAuthIsRefused() {
        // Given
        served.set(auth(hostCa, ServerNames.PROXY, Duration.ofHours(1)));

        // When the call is made

        // Then
        assertThatThrownBy(() -> call(channel)).hasMessageContaining("is not auth.sallyport.internal");
    }

    @Test
    void anEndedServerCertificateNamesTheClock() {
        // Given
        served.set(auth(hostCa, ServerNames.AUTH, Duration.ofSeconds(-1)));

        // When the call is made

        // Then
        assertThatThrownBy(() -> call(channel)).hasMessageContaining("this machine's clock says");
    }

    @Test
    void aServerThatDoesNotTrustThisSideSaysSo() {
        // Given
        CertificateAuthority foreign = ca();
        KeyPair keys = Keys.ecdsaP256(random);
        shown.set(Optional.of(new TlsIdentity(
                keys.getPrivate(),
                foreign.issue(CertificateTemplate.client(
                        keys.getPublic(), holder("eve", Identity.Kind.USER), ago(), in(Duration.ofHours(1)))))));

        // When the call is made

        // Then
        assertThatThrownBy(() -> call(channel))
                .isInstanceOf(Failure.class)
                .hasMessageMatching(".*(refused|refuses) this side's certificate.*check the clock.*");
    }

    @Test
    void aFailureCrossesWithItsText() {
        // Given
        auth.answers(() -> {
            throw Failure.of(FailureCode.EXHAUSTED, "five failures: try again in 30 min");
        });

        // When the call is made

        // Then
        assertThatThrownBy(() -> call(channel))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo(FailureCode.EXHAUSTED))
                .hasMessage("five failures: try again in 30 min");
    }

    @Test
    void anAnswerBeyondTheLimitIsRefused() {
        // Given
        auth.answers(() -> Trust.newBuilder()
                .addHostCa(ByteString.copyFrom(new byte[ApiChannel.MAX_MESSAGE_BYTES]))
                .build());

        // When the call is made

        // Then
        assertThatThrownBy(() -> call(channel))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo(FailureCode.EXHAUSTED));
    }

    @Test
    void aClientThatResumesAnOldSessionIsVerifiedAgain() throws Exception {
        // Given a client of another make, which keeps its sessions
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        Optional<TlsIdentity> alice = Optional.of(person("alice"));
        context.init(
                new KeyManager[] {new LiveKeyManager(() -> alice)},
                new TrustManager[] {verifier.serverTrust(ServerNames.AUTH)},
                random);
        String before = callWith(context).getCluster();

        // When
        cas.set(new TrustedCas(List.of(hostCa.certificate()), List.of()));

        // Then
        assertThat(before).isEqualTo("alice");
        assertThatThrownBy(() -> callWith(context))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo(FailureCode.UNAUTHENTICATED))
                .hasMessageContaining("not signed by a CA that is trusted here");
    }

    private Trust callWith(SSLContext context) {
        ManagedChannel own = OkHttpChannelBuilder.forAddress(
                        auth.address().host(), auth.address().port())
                .sslSocketFactory(context.getSocketFactory())
                .tlsConnectionSpec(FreshTls.protocols(), FreshTls.cipherSuites())
                .overrideAuthority(ServerNames.AUTH)
                .build();
        try {
            return GrpcFailures.calling(
                    () -> LoginServiceGrpc.newBlockingStub(own).getTrust(GetTrustRequest.getDefaultInstance()));
        } finally {
            own.shutdownNow();
        }
    }

    @Test
    void nobodyListeningIsUnavailable() throws IOException {
        // Given
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }

        // When
        try (ApiChannel nowhere = ApiChannel.open(new ProxyAddress("127.0.0.1", port), verifier, Optional::empty)) {

            // Then
            assertThatThrownBy(() -> call(nowhere))
                    .isInstanceOfSatisfying(
                            Failure.class, failure -> assertThat(failure.code()).isEqualTo(FailureCode.UNAVAILABLE))
                    .hasMessageContaining("cannot be reached");
        }
    }

    @Test
    void aServerThatStaysSilentEndsAtTheDeadline() throws IOException {
        // Given
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ApiChannel stuck = ApiChannel.open(
                        new ProxyAddress("127.0.0.1", silent.getLocalPort()), verifier, Optional::empty)) {

            // When
            var stub = LoginServiceGrpc.newBlockingStub(stuck.channel()).withDeadlineAfter(300, TimeUnit.MILLISECONDS);

            // Then
            assertThatThrownBy(() -> GrpcFailures.calling(() -> stub.getTrust(GetTrustRequest.getDefaultInstance())))
                    .isInstanceOfSatisfying(
                            Failure.class, failure -> assertThat(failure.code()).isEqualTo(FailureCode.UNAVAILABLE));
        }
    }

    private static Trust call(ApiChannel channel) {
        return GrpcFailures.calling(() ->
                LoginServiceGrpc.newBlockingStub(channel.channel()).getTrust(GetTrustRequest.getDefaultInstance()));
    }

    private TrustedCas trust() {
        return new TrustedCas(List.of(hostCa.certificate()), List.of(userCa.certificate()));
    }

    private TlsIdentity rightServer() {
        return auth(hostCa, ServerNames.AUTH, Duration.ofHours(1));
    }

    private CertificateAuthority ca() {
        return CertificateAuthority.create("test CA", ago(), in(Duration.ofDays(1)), random);
    }

    private TlsIdentity auth(CertificateAuthority ca, String name, Duration left) {
        KeyPair keys = Keys.ecdsaP256(random);
        return new TlsIdentity(
                keys.getPrivate(),
                ca.issue(CertificateTemplate.server(
                        keys.getPublic(), holder("auth", Identity.Kind.AUTH), name, ago(), in(left))));
    }

    private TlsIdentity person(String name) {
        KeyPair keys = Keys.ecdsaP256(random);
        return new TlsIdentity(
                keys.getPrivate(),
                userCa.issue(CertificateTemplate.client(
                        keys.getPublic(), holder(name, Identity.Kind.USER), ago(), in(Duration.ofHours(1)))));
    }

    private static CertifiedIdentity holder(String name, Identity.Kind kind) {
        return CertifiedIdentity.of(new Identity(name, kind, List.of(), Map.of()));
    }

    private static Instant ago() {
        return CLOCK.instant().minusSeconds(60);
    }

    private static Instant in(Duration time) {
        return CLOCK.instant().plus(time);
    }
}
