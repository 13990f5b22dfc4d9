package dev.sallyport.agent.tunnel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sallyport.agent.ssh.Inbound;
import dev.sallyport.api.machine.MachineIdentity;
import dev.sallyport.api.v1.ControlFrame;
import dev.sallyport.api.v1.PolicyHint;
import dev.sallyport.api.v1.SignedPolicy;
import dev.sallyport.pki.x509.PeerVerifier;
import dev.sallyport.protocols.tunnel.DataKind;
import dev.sallyport.protocols.tunnel.Service;
import dev.sallyport.protocols.tunnel.StreamKey;
import dev.sallyport.testing.TestAuthority;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.AsynchronousChannelGroup;
import java.nio.channels.Channels;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TunnelTest {

    private static final int QUIET = 60;

    private final TestAuthority authority = new TestAuthority(InstantSource.system());
    private volatile MachineIdentity node = authority.node("box");
    private final BlockingQueue<Inbound> served = new LinkedBlockingQueue<>();
    private final SecureRandom random = new SecureRandom();
    private FakeProxy proxy;
    private AsynchronousChannelGroup group;
    private Tunnel tunnel;

    @BeforeEach
    void begin() throws IOException {
        proxy = new FakeProxy(authority, 0);
        group = AsynchronousChannelGroup.withFixedThreadPool(
                2, Thread.ofPlatform().daemon().factory());
        tunnel = tunnelTo(proxy.address(), 128);
    }

    @AfterEach
    void end() throws IOException {
        tunnel.close();
        group.shutdownNow();
        proxy.close();
    }

    private final java.util.concurrent.Semaphore asked = new java.util.concurrent.Semaphore(0);
    private final BlockingQueue<SignedPolicy> handed = new LinkedBlockingQueue<>();

    private Tunnel tunnelTo(String address, int maxDials) {
        TunnelSettings settings = new TunnelSettings(
                address,
                Optional.of(1),
                "test",
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                Duration.ofMillis(500),
                maxDials);
        TunnelTls tls = new TunnelTls(
                () -> Optional.of(node.tls()),
                PeerVerifier.trusting(() -> authority.trust().tls(), InstantSource.system()),
                random);
        return Tunnel.start(
                settings,
                tls,
                group,
                served::add,
                new PolicyPost(asked::release, handed::add),
                InstantSource.system(),
                random);
    }

    @Test
    void aDialIsAnsweredByABareConnectionThatBelongsToTheSession() throws Exception {
        // Given
        FakeStream stream = proxy.stream().welcome(0, QUIET);
        UUID session = UUID.randomUUID();

        // When
        stream.dial(id(1));
        FakeData data = proxy.data();
        data.start(stream.key, Service.SSH, session, "192.0.2.7:4711");
        data.write("SSH-2.0-person".getBytes(UTF_8));

        // Then
        assertThat(stream.hello.getVersion()).isEqualTo("test");
        assertThat(data.tls()).isFalse();
        assertThat(data.preface().kind()).isEqualTo(DataKind.ANSWER);
        assertThat(data.preface().dialId()).isEqualTo(id(1));
        assertThat(data.preface().streamId()).isEqualTo(stream.id);
        assertThat(data.preface().signedBy(stream.key)).isTrue();
        Inbound inbound = served();
        assertThat(inbound.sessionId()).isEqualTo(session.toString());
        assertThat(inbound.source()).isEqualTo("192.0.2.7:4711");
        assertThat(read(inbound, 14)).isEqualTo("SSH-2.0-person");
    }

    @Test
    void aPolicyThatTheProxyHandsOnArrivesAndAHintMakesTheAgentAsk() throws Exception {
        // Given
        FakeStream stream = proxy.stream().welcome(0, QUIET);
        SignedPolicy policy = SignedPolicy.newBuilder()
                .setImage(com.google.protobuf.ByteString.copyFromUtf8("image"))
                .build();

        // When
        boolean atTheBeginning = asked.tryAcquire(10, TimeUnit.SECONDS);
        stream.send(ControlFrame.newBuilder().setPolicy(policy).build());
        stream.send(ControlFrame.newBuilder()
                .setPolicyHint(PolicyHint.getDefaultInstance())
                .build());

        // Then
        assertThat(atTheBeginning).isTrue();
        assertThat(handed.poll(10, TimeUnit.SECONDS)).isEqualTo(policy);
        assertThat(asked.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void sparesAreKeptAndReplacedWhenUsedAndWhenTheyDie() throws Exception {
        // Given
        FakeStream stream = proxy.stream().welcome(2, QUIET);
        FakeData first = proxy.data();
        FakeData second = proxy.data();

        // When
        first.start(stream.key, Service.SSH, UUID.randomUUID(), "");
        second.socket().close();

        // Then
        assertThat(first.preface().kind()).isEqualTo(DataKind.SPARE);
        assertThat(served()).isInstanceOf(Inbound.Bare.class);
        assertThat(proxy.data().preface().kind()).isEqualTo(DataKind.SPARE);
        assertThat(proxy.data().preface().kind()).isEqualTo(DataKind.SPARE);
    }

    @Test
    void whatTheStreamsKeyDidNotSignIsNotServed() throws Exception {
        // Given
        FakeStream stream = proxy.stream().welcome(0, QUIET);
        byte[] other = new byte[StreamKey.BYTES];

        // When
        stream.dial(id(1));
        proxy.data().start(new StreamKey(other), Service.SSH, UUID.randomUUID(), "");
        FakeData wrapped = proxy.data();
        wrapped.start(new StreamKey(other), Service.SSH, UUID.randomUUID(), "");

        // Then
        assertThat(stream.next().getDialRefused().getDialId().toByteArray()).isEqualTo(id(1));
        assertThat(wrapped.tls())
                .as("a wrong answer on a bare path is tried in tls once")
                .isTrue();
        assertThat(served).isEmpty();
    }

    @Test
    void whereBareConnectionsAreRefusedTlsIsUsedAndRemembered() throws Exception {
        // Given
        proxy.refuseBare = true;
        FakeStream stream = proxy.stream().welcome(0, QUIET);

        // When
        stream.dial(id(1));
        FakeData first = proxy.data();
        first.start(stream.key, Service.SSH, UUID.randomUUID(), "");
        first.write("SSH-2.0-person".getBytes(UTF_8));
        Inbound inbound = served();
        proxy.refuseBare = false;
        stream.dial(id(2));

        // Then
        assertThat(first.tls()).isTrue();
        assertThat(read(inbound, 14)).isEqualTo("SSH-2.0-person");
        assertThat(proxy.data().tls()).isTrue();
    }

    @Test
    void whereBareConnectionsVanishTlsIsUsed() throws Exception {
        // Given
        proxy.swallowBare = true;
        FakeStream stream = proxy.stream().welcome(0, QUIET);

        // When
        stream.dial(id(1));

        // Then
        assertThat(proxy.data().tls()).isTrue();
    }

    @Test
    void tlsOfAPersonsClientEndsAtTheAgentWithTheAgentsCertificate() throws Exception {
        // Given
        FakeStream stream = proxy.stream().welcome(1, QUIET);
        FakeData data = proxy.data();
        data.start(stream.key, Service.SSH_IN_TLS, UUID.randomUUID(), "");

        // When
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(null, new TrustManager[] {new AnyServer()}, null);
        SSLSocket client = (SSLSocket) context.getSocketFactory().createSocket(data.socket(), "x", 1, true);
        var parameters = client.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"sallyport-relay"});
        client.setSSLParameters(parameters);
        client.startHandshake();
        client.getOutputStream().write("SSH-2.0-person".getBytes(UTF_8));

        // Then
        assertThat(client.getSession().getPeerCertificates()[0])
                .isEqualTo(node.tls().leaf());
        assertThat(read(served(), 14)).isEqualTo("SSH-2.0-person");
    }

    @Test
    void theAgentComesBackWhenTheProxyWasAway() throws Exception {
        // Given
        proxy.stream().welcome(1, QUIET);
        int port = proxy.port();

        // When
        proxy.close();
        // Others on the machine take ports, too.
        proxy = await().ignoreException(UncheckedIOException.class)
                .until(() -> new FakeProxy(authority, port), Objects::nonNull);

        // Then
        FakeStream again = proxy.stream().welcome(0, QUIET);
        again.ping(7);
        assertThat(again.next().getPong().getId()).isEqualTo(7);
    }

    @Test
    void aRunningSessionOutlivesItsControlStream() throws Exception {
        // Given
        FakeStream stream = proxy.stream().welcome(1, QUIET);
        FakeData data = proxy.data();
        data.start(stream.key, Service.SSH, UUID.randomUUID(), "");
        Inbound inbound = served();

        // When
        stream.socket.close();
        stream.awaitEnd();
        proxy.stream();
        data.write("still here".getBytes(UTF_8));

        // Then
        assertThat(read(inbound, 10)).isEqualTo("still here");
    }

    @Test
    void onGoAwayANewStreamOpensWhileTheOldOneStillAnswers() throws Exception {
        // Given
        FakeStream old = proxy.stream().welcome(0, QUIET);

        // When
        old.goAway();
        proxy.stream().welcome(0, QUIET);
        old.dial(id(3));

        // Then
        assertThat(proxy.data().preface().streamId()).isEqualTo(old.id);
    }

    @Test
    void aRenewedCertificateIsShownOnANewStream() throws Exception {
        // Given
        FakeStream old = proxy.stream().welcome(0, QUIET);
        old.ping(1);
        old.next();
        node = authority.node("box");

        // When
        tunnel.identityRenewed();

        // Then
        assertThat(proxy.stream().agentCertificate()).isEqualTo(node.tls().leaf());
    }

    @Test
    void aSilentProxyIsLeft() throws Exception {
        // Given
        FakeStream stream = proxy.stream().welcome(0, 1);

        // When
        stream.awaitEnd();

        // Then
        assertThat(proxy.stream()).isNotSameAs(stream);
    }

    @Test
    void framesThatAreTooLongOrMakeNoSenseEndTheStream() throws Exception {
        // Given
        FakeStream tooLong = proxy.stream().welcome(0, QUIET);
        // When
        tooLong.raw(new byte[] {0, 1, 0, 1});
        // Then
        tooLong.awaitEnd();

        // Given
        FakeStream unknown = proxy.stream().welcome(0, QUIET);
        // When
        unknown.raw(new byte[] {0, 0, 0, 3, (byte) 0xfa, 0x3e, 0});
        // Then
        unknown.awaitEnd();

        // Given
        FakeStream shortId = proxy.stream().welcome(0, QUIET);
        // When
        shortId.dial(new byte[] {1});
        // Then
        shortId.awaitEnd();
    }

    @Test
    void moreDialsThanAllowedAreRefused() throws Exception {
        // Given
        proxy.stream();
        tunnel.close();
        tunnel = tunnelTo(proxy.address(), 1);
        FakeStream stream = proxy.stream().welcome(0, QUIET);
        stream.dial(id(1));
        proxy.data();

        // When
        stream.dial(id(2));

        // Then
        ControlFrame refused = stream.next();
        assertThat(refused.getDialRefused().getDialId().toByteArray()).isEqualTo(id(2));
        assertThat(refused.getDialRefused().getReason()).contains("too many");
    }

    @Test
    void aProxyOfAnotherClusterIsNotSpokenToAndTheReasonIsTold() throws Exception {
        // Given
        tunnel.close();
        try (FakeProxy foreign = new FakeProxy(new TestAuthority(InstantSource.system()), 0)) {
            tunnel = tunnelTo(foreign.address(), 1);

            // When
            Optional<String> trouble = tunnel.trouble();
            while (trouble.isEmpty() || trouble.get().contains("no connection yet")) {
                Thread.onSpinWait();
                trouble = tunnel.trouble();
            }

            // Then
            assertThat(trouble.get()).contains("CA");
            assertThat(tunnel.streams()).isZero();
        }
    }

    @Test
    void drainedItEndsStreamsAndSparesAndKeepsSessions() throws Exception {
        // Given
        FakeStream stream = proxy.stream().welcome(1, QUIET);
        FakeData used = proxy.data();
        used.start(stream.key, Service.SSH, UUID.randomUUID(), "");
        Inbound inbound = served();
        FakeData spare = proxy.data();

        // When
        tunnel.drain();

        // Then
        stream.awaitEnd();
        assertThat(spare.socket().getInputStream().read()).isEqualTo(-1);
        used.write("still here".getBytes(UTF_8));
        assertThat(read(inbound, 10)).isEqualTo("still here");
    }

    private Inbound served() throws InterruptedException {
        Inbound inbound = served.poll(FakeProxy.PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(inbound).as("a passage that was handed over").isNotNull();
        return inbound;
    }

    private static String read(Inbound inbound, int count) throws IOException {
        InputStream in = switch (inbound) {
            case Inbound.Bare bare -> Channels.newInputStream(bare.channel());
            case Inbound.Wrapped wrapped -> wrapped.in();
        };
        return new String(in.readNBytes(count), UTF_8);
    }

    private static byte[] id(int value) {
        byte[] id = new byte[16];
        Arrays.fill(id, (byte) value);
        return id;
    }
}
