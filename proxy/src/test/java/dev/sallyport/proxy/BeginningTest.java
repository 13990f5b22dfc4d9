package dev.sallyport.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.protocols.knock.Knock;
import dev.sallyport.protocols.knock.KnockAnswer;
import dev.sallyport.protocols.knock.KnockLabels;
import dev.sallyport.protocols.tls.ClientHello;
import dev.sallyport.protocols.tunnel.Service;
import dev.sallyport.proxy.count.Count;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** First bytes: knocks and ClientHellos, good, bad and unfinished. */
class BeginningTest {

    private TestProxy proxy;

    @BeforeEach
    void start() throws Exception {
        proxy = TestProxy.start(limits -> new ProxyLimits(
                Duration.ofMillis(700), Duration.ofSeconds(2), 40, 30, 0, Duration.ofSeconds(20), Duration.ofHours(1)));
    }

    @AfterEach
    void stop() {
        proxy.close();
        assertThat(Leaks.found()).isEmpty();
    }

    /** A refusal as a client reads it. */
    record Refusal(KnockAnswer answer, String text) {

        static Refusal read(Socket socket) throws IOException {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            KnockAnswer answer = KnockAnswer.of(in.readUnsignedByte());
            byte[] text = new byte[in.readUnsignedShort()];
            in.readFully(text);
            assertThat(in.read()).as("the end follows").isEqualTo(-1);
            return new Refusal(java.util.Objects.requireNonNull(answer), new String(text, StandardCharsets.UTF_8));
        }
    }

    private Refusal refusal(byte[] knock) throws IOException {
        try (Socket socket = proxy.send(knock)) {
            return Refusal.read(socket);
        }
    }

    @Test
    void refusalsSayWhyAndWhatNext() throws Exception {
        // Given a host, and one that was here
        proxy.agent("web-1");
        try (FakeAgent gone = proxy.agent("gone-1")) {
            assertThat(gone.welcome.getStreamId().size()).isEqualTo(16);
        }
        Eventually.is(() -> proxy.door.gauges().streams() == 1);

        // When, Then
        assertThat(refusal(proxy.knockBytes("nowhere")))
                .isEqualTo(new Refusal(
                        KnockAnswer.UNKNOWN_HOST, "no host 'nowhere' is known here. Next: 'sally ls' lists the hosts"));
        assertThat(refusal(proxy.knockBytes("Gone-1")).answer()).isEqualTo(KnockAnswer.UNREACHABLE);
        assertThat(refusal(proxy.knockBytes("evil\u001b[2Jname")).text()).contains("evil?[2Jname");
        assertThat(refusal(expired()).answer()).isEqualTo(KnockAnswer.EXPIRED);
        assertThat(refusal(clockOff(3600)).text()).contains("3600 s ahead of the proxy's");
        assertThat(refusal(clockOff(-3600)).text()).contains("3600 s behind the proxy's");
        assertThat(proxy.count(Count.KNOCKS_REFUSED)).isEqualTo(6);
    }

    private byte[] expired() {
        return proxy.knockBytes(
                "web-1", proxy.clock.instant(), proxy.clock.instant().minusSeconds(1));
    }

    private byte[] clockOff(long seconds) {
        return proxy.knockBytes(
                "web-1",
                proxy.clock.instant().plusSeconds(seconds),
                proxy.clock.instant().plusSeconds(9999));
    }

    @Test
    void twoHostsWithOneNameAreToldApartByTheirIds() throws Exception {
        // Given
        FakeAgent one = proxy.agent("twin");
        FakeAgent two = proxy.agent("twin");

        // When
        Refusal refusal = refusal(proxy.knockBytes("twin"));
        Socket byId = proxy.knock(two.identity.id());

        // Then
        assertThat(refusal.answer()).isEqualTo(KnockAnswer.AMBIGUOUS);
        assertThat(refusal.text()).contains(one.identity.id(), two.identity.id());
        two.answer(two.readDial()).start();
        assertThat(byId.getInputStream().read()).isZero();
    }

    @Test
    void aNameMayBearItsClusterAndAnyCase() throws Exception {
        // Given
        FakeAgent agent = proxy.agent("web-1");

        // When
        Socket client = proxy.knock("WEB-1.test");

        // Then
        agent.answer(agent.readDial()).start();
        assertThat(client.getInputStream().read()).isZero();
    }

    @Test
    void aKnockOpensOnce() throws Exception {
        // Given
        FakeAgent agent = proxy.agent("web-1");
        byte[] knock = proxy.knockBytes("web-1");
        Socket first = proxy.send(knock);
        agent.answer(agent.readDial()).start();
        assertThat(first.getInputStream().read()).isZero();

        // When
        Refusal again = refusal(knock);

        // Then
        assertThat(again.answer()).isEqualTo(KnockAnswer.WRONG);
        assertThat(again.text()).contains("came before");
    }

    @Test
    void aKnockThatSomebodyChangedIsWrongWhateverWasChanged() throws Exception {
        // Given
        proxy.agent("web-1");
        byte[] knock = proxy.knockBytes("web-1");

        // When, Then
        for (int at : new int[] {9, 10, 14, 27, 31, 44, 45, knock.length - 1}) {
            byte[] changed = knock.clone();
            changed[at] ^= 1;
            assertThat(refusal(changed))
                    .isEqualTo(new Refusal(
                            KnockAnswer.WRONG, "this login is not valid here. Next: log in again with 'sally login'"));
        }
        byte[] impossible = knock.clone();
        impossible[8] = (byte) 200;
        assertThat(refusal(impossible).answer()).isEqualTo(KnockAnswer.WRONG);
    }

    @Test
    void aKnockInCrumbsIsAKnock() throws Exception {
        // Given
        FakeAgent agent = proxy.agent("web-1");
        Socket client = proxy.connect();

        // When
        for (byte crumb : proxy.knockBytes("web-1")) {
            client.getOutputStream().write(crumb);
        }

        // Then
        agent.answer(agent.readDial()).start();
        assertThat(client.getInputStream().read()).isZero();
    }

    @Test
    void garbageIsCutOffAndHalfBeginningsEndInTime() throws Exception {
        // Given beginnings of every sort, none of which goes on
        byte[] hello = hello("auth.sallyport.internal", "h2");
        byte[] knock = proxy.knockBytes("web-1");
        List<byte[]> beginnings = List.of(
                new byte[0],
                "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII),
                "SALLY".getBytes(StandardCharsets.US_ASCII),
                Arrays.copyOf(knock, 8),
                Arrays.copyOf(knock, knock.length - 1),
                Arrays.copyOf(hello, 3),
                Arrays.copyOf(hello, hello.length - 1),
                new byte[] {22, 3, 1, (byte) 0xff, (byte) 0xff, 1},
                "SALLYDAT and then something else".getBytes(StandardCharsets.US_ASCII),
                endlessHello());

        // When
        for (byte[] beginning : beginnings) {
            proxy.send(beginning);
        }

        // Then
        Eventually.is(() ->
                proxy.door.gauges().connections() == 0 && proxy.door.gauges().unproved() == 0);
    }

    @Test
    void aHelloThatComesInCrumbsForEverEndsInTime() throws Exception {
        // Given
        byte[] hello = hello("auth.sallyport.internal", "h2");
        Socket client = proxy.connect();

        // When
        CompletableFuture<Integer> sent = CompletableFuture.supplyAsync(
                () -> {
                    int count = 0;
                    try {
                        for (; count < hello.length - 1; count++) {
                            client.getOutputStream().write(hello[count]);
                            java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
                        }
                    } catch (IOException e) {
                        return count;
                    }
                    return Integer.MAX_VALUE;
                },
                Thread::startVirtualThread);

        // Then
        assertThat(sent.get()).isLessThan(hello.length - 1);
        Eventually.is(() -> proxy.door.gauges().connections() == 0);
    }

    private static byte[] endlessHello() {
        byte[] bytes = new byte[ClientHello.MAX_BYTES + 100];
        byte[] begin = {22, 3, 1, 0x3f, (byte) 0xff, 1, 0, 0x3f, (byte) 0xfb};
        System.arraycopy(begin, 0, bytes, 0, begin.length);
        return Arrays.copyOf(bytes, ClientHello.MAX_BYTES - 40);
    }

    @Test
    void whoSpeaksSshHereIsToldHowToComeIn() throws Exception {
        try (Socket client = proxy.send("SSH-2.0-OpenSSH_9.2p1\r\n".getBytes(StandardCharsets.US_ASCII))) {
            assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .contains("not an SSH server. Next: 'sally ssh HOST'");
        }
    }

    @Test
    void connectionsBeyondTheLimitsAreResetAndThoseThatProvedThemselvesDoNotCount() throws Exception {
        // Given one proved connection, and strangers up to the source's limit
        FakeAgent agent = proxy.agent("web-1");
        Socket[] strangers = new Socket[30];
        for (int i = 0; i < strangers.length; i++) {
            strangers[i] = proxy.connect();
        }
        Eventually.is(() -> proxy.door.gauges().unproved() == 30);

        // When
        Socket tooMany = proxy.connect();

        // Then
        assertThat(readsEnd(tooMany)).isTrue();
        assertThat(proxy.count(Count.REFUSED_LIMIT)).isEqualTo(1);
        Eventually.is(() -> proxy.door.gauges().connections() == 1);
        Socket client = proxy.knock("web-1");
        agent.answer(agent.readDial()).start();
        assertThat(client.getInputStream().read()).isZero();
    }

    private static boolean readsEnd(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketException e) {
            return true;
        }
    }

    @Test
    void aKnockAsServerNamePassesTheHelloOnAndNamesTheService() throws Exception {
        // Given
        FakeAgent agent = proxy.agent("web-1");
        byte[] hello = hello(KnockLabels.encode(proxy.knockBody("web-1")), "sallyport-relay");

        // When
        Socket client = proxy.send(hello);

        // Then
        FakeAgent.Data data = agent.answer(agent.readDial());
        assertThat(data.start().service()).isEqualTo(Service.SSH_IN_TLS);
        assertThat(data.socket.getInputStream().readNBytes(hello.length)).isEqualTo(hello);
        data.socket.getOutputStream().write(3);
        assertThat(client.getInputStream().read()).isEqualTo(3);
    }

    @Test
    void aServerNameThatIsNoKnockGetsAnAlert() throws Exception {
        byte[] body = proxy.knockBody("nowhere");
        assertThat(alert(KnockLabels.encode(body))).isEqualTo(112);
        body[30] ^= 1;
        assertThat(alert(KnockLabels.encode(body))).isEqualTo(49);
        assertThat(alert("abc.k.sallyport.internal")).isEqualTo(49);
    }

    private int alert(String serverName) throws Exception {
        try (Socket client = proxy.send(hello(serverName, "sallyport-relay"))) {
            byte[] alert = client.getInputStream().readAllBytes();
            assertThat(alert).hasSize(7).startsWith(21, 3, 3, 0, 2, 2);
            return alert[6];
        }
    }

    @Test
    void tlsForAuthIsCopiedAsItCameBehindAWordOnItsSource() throws Exception {
        // Given
        try (ServerSocket auth = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                TestProxy before = TestProxy.beforeAuth(auth.getLocalPort())) {
            byte[] hello = hello("auth.sallyport.internal", "h2");

            // When
            Socket client = before.send(hello);
            Socket there = auth.accept();

            // Then: PROXY protocol 2, section 2.2: a signature of 12 bytes, version and command, TCP over IPv4, 12
            // bytes of addresses
            ByteBuffer header = ByteBuffer.wrap(there.getInputStream().readNBytes(28));
            assertThat(header.getShort(12)).isEqualTo((short) 0x2111);
            assertThat(header.getShort(24) & 0xffff).isEqualTo(client.getLocalPort());
            assertThat(there.getInputStream().readNBytes(hello.length)).isEqualTo(hello);
            there.getOutputStream().write(8);
            assertThat(client.getInputStream().read()).isEqualTo(8);
            client.close();
            assertThat(there.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void aConnectionToAuthThatStaysOpenDoesNotHoldUpTheEnd() throws Exception {
        // Given what every machine keeps
        try (ServerSocket auth = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                TestProxy before = TestProxy.beforeAuth(auth.getLocalPort());
                Socket client = before.send(hello("auth.sallyport.internal", "h2"));
                Socket there = auth.accept()) {
            there.getOutputStream().write(8);
            assertThat(client.getInputStream().read()).isEqualTo(8);

            // When, Then
            assertThat(before.door.drain(Duration.ofHours(1))).isTrue();
            client.getOutputStream().write(9);
            there.getInputStream().readNBytes(28 + hello("auth.sallyport.internal", "h2").length);
            assertThat(there.getInputStream().read()).as("until it is closed").isEqualTo(9);
        }
    }

    @Test
    void withoutAuthItsConnectionsEnd() throws Exception {
        // Given nobody at the address of auth
        try (Socket client = proxy.send(hello("auth.sallyport.internal", "h2"))) {
            assertThat(readsEnd(client)).isTrue();
        }
    }

    @Test
    void noKnockIsLongerThanTheFormatAllows() {
        assertThat(proxy.knockBytes("x".repeat(Knock.MAX_TARGET_BYTES)).length).isLessThanOrEqualTo(Knock.MAX_BYTES);
    }

    static byte[] hello(String serverName, String... protocols) throws Exception {
        SSLEngine engine = SSLContext.getDefault().createSSLEngine();
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(serverName)));
        parameters.setApplicationProtocols(protocols);
        engine.setSSLParameters(parameters);
        ByteBuffer out = ByteBuffer.allocate(20_000);
        engine.wrap(ByteBuffer.allocate(0), out);
        return Arrays.copyOf(out.array(), out.position());
    }
}
