package dev.sallyport.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.protocols.tunnel.Service;
import dev.sallyport.protocols.tunnel.Start;
import dev.sallyport.proxy.count.Count;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What passes, once a passage is open. */
class PassageTest {

    private TestProxy proxy;
    private FakeAgent agent;

    @BeforeEach
    void start() throws Exception {
        proxy = TestProxy.start();
        agent = proxy.agent("db-1");
    }

    @AfterEach
    void stop() throws Exception {
        agent.close();
        proxy.close();
        assertThat(Leaks.found()).isEmpty();
    }

    /** Both ends of an open passage. */
    record Pair(Socket client, Socket agent, Start start) {}

    private Pair open(boolean inTls) throws Exception {
        Socket client = proxy.knock("db-1");
        byte[] dial = agent.readDial();
        FakeAgent.Data data = inTls ? agent.answerInTls(dial) : agent.answer(dial);
        Start start = data.start();
        assertThat(client.getInputStream().read()).isZero();
        return new Pair(client, data.socket, start);
    }

    @Test
    void theAgentHearsWhoCame() throws Exception {
        // When
        Pair pair = open(false);

        // Then
        assertThat(pair.start().service()).isEqualTo(Service.SSH);
        assertThat(pair.start().source()).isEqualTo("127.0.0.1:" + pair.client().getLocalPort());
        assertThat(pair.start().sessionId().version()).isEqualTo(7);
    }

    @Test
    void bytesSentWithTheKnockReachTheAgentFirst() throws Exception {
        // Given a client that does not wait for the answer
        Socket client = proxy.knock("db-1");
        client.getOutputStream().write("SSH-2.0-eager\r\n".getBytes(StandardCharsets.US_ASCII));
        client.shutdownOutput();

        // When
        FakeAgent.Data data = agent.answer(agent.readDial());
        data.start();

        // Then
        assertThat(new String(data.socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                .isEqualTo("SSH-2.0-eager\r\n");
        data.socket.getOutputStream().write('x');
        data.socket.close();
        assertThat(client.getInputStream().readAllBytes()).containsExactly(0, 'x');
    }

    @Test
    void fiftyMegabytesEachWayArriveWholeAndEndOneByOne() throws Exception {
        transferBothWays(open(false));
    }

    @Test
    void anAgentThatSpeaksTlsGetsAllAndThenSendsAll() throws Exception {
        // Given a client that has sent all that it had
        Pair pair = open(true);
        CompletableFuture<byte[]> up = send(pair.client(), 50, 1);
        assertThat(digest(pair.agent()).get()).isEqualTo(up.get());

        // When
        CompletableFuture<byte[]> down = send(pair.agent(), 50, 2);

        // Then
        assertThat(digest(pair.client()).get()).isEqualTo(down.get());
        Eventually.is(() -> proxy.door.gauges().relays() == 0);
        assertThat(proxy.count(Count.RELAYS_CUT)).isZero();
    }

    @Test
    void anAgentThatEndsInTlsLosesNothingOfWhatItSaid() throws Exception {
        // Given a client that talks on, whatever it hears
        Pair pair = open(true);
        CompletableFuture<byte[]> up = send(pair.client(), 5, 1);

        // When
        byte[] down = send(pair.agent(), 5, 2).get();

        // Then
        assertThat(digest(pair.client()).get()).isEqualTo(down);
        assertThat(up).succeedsWithin(java.time.Duration.ofSeconds(15));
        Eventually.is(() -> proxy.door.gauges().relays() == 0);
    }

    private void transferBothWays(Pair pair) throws Exception {
        // Given a sender in each direction that ends with a half-close, and readers that begin late
        int megabytes = 50;
        CompletableFuture<byte[]> up = send(pair.client(), megabytes, 1);
        CompletableFuture<byte[]> down = send(pair.agent(), megabytes, 2);

        // When
        CompletableFuture<byte[]> atAgent = digest(pair.agent());
        byte[] gotUp = atAgent.get();
        byte[] gotDown = digest(pair.client()).get();

        // Then
        assertThat(gotUp).isEqualTo(up.get());
        assertThat(gotDown).isEqualTo(down.get());
        Eventually.is(() -> proxy.door.gauges().relays() == 0);
        assertThat(proxy.count(Count.TO_AGENT_BYTES)).isEqualTo(megabytes << 20);
        assertThat(proxy.count(Count.TO_CLIENT_BYTES)).isEqualTo(megabytes << 20);
        assertThat(proxy.count(Count.RELAYS_CUT)).isZero();
    }

    private static CompletableFuture<byte[]> send(Socket socket, int megabytes, int seed) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        MessageDigest digest = MessageDigest.getInstance("SHA-256");
                        byte[] block = new byte[1 << 20];
                        new java.util.Random(seed).nextBytes(block);
                        OutputStream out = socket.getOutputStream();
                        for (int i = 0; i < megabytes; i++) {
                            block[i]++;
                            digest.update(block);
                            out.write(block);
                        }
                        out.flush();
                        socket.shutdownOutput();
                        return digest.digest();
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                },
                Thread::startVirtualThread);
    }

    private static CompletableFuture<byte[]> digest(Socket socket) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        MessageDigest digest = MessageDigest.getInstance("SHA-256");
                        InputStream in = socket.getInputStream();
                        byte[] block = new byte[64 << 10];
                        for (int n = in.read(block); n >= 0; n = in.read(block)) {
                            digest.update(block, 0, n);
                        }
                        return digest.digest();
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                },
                Thread::startVirtualThread);
    }

    @Test
    void aResetStaysAResetBothWays() throws Exception {
        // Given
        Pair first = open(false);
        Pair second = open(false);

        // When
        first.client().setSoLinger(true, 0);
        first.client().close();
        second.agent().setSoLinger(true, 0);
        second.agent().close();

        // Then
        assertThatThrownBy(() -> first.agent().getInputStream().read()).isInstanceOf(SocketException.class);
        assertThatThrownBy(() -> second.client().getInputStream().read()).isInstanceOf(SocketException.class);
        Eventually.is(() -> proxy.door.gauges().relays() == 0);
    }

    @Test
    void aSlowReaderHoldsUpItsWriterOnly() throws Exception {
        // Given a client that reads nothing while its agent sends for all it is worth
        Pair slow = open(false);
        Pair quick = open(false);
        slow.agent().setSendBufferSize(64 << 10);
        CompletableFuture<byte[]> flood = send(slow.agent(), 64, 1);

        // When
        quick.agent().getOutputStream().write(7);

        // Then the other passage does not care, and the flood waits
        assertThat(quick.client().getInputStream().read()).isEqualTo(7);
        assertThat(flood).isNotDone();
        assertThat(digest(slow.client()).get()).isEqualTo(flood.get());
    }

    @Test
    void aClientThatIsGoneInMidTransferTakesItsPassageAlong() throws Exception {
        // Given
        Pair pair = open(false);
        CompletableFuture<Void> sending = CompletableFuture.runAsync(
                () -> {
                    try (OutputStream out = pair.agent().getOutputStream()) {
                        byte[] block = new byte[64 << 10];
                        for (int i = 0; i < 100_000; i++) {
                            out.write(block);
                        }
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                },
                Thread::startVirtualThread);
        assertThat(pair.client().getInputStream().readNBytes(1 << 20)).hasSize(1 << 20);

        // When: unread bytes make this a reset
        pair.client().close();

        // Then
        assertThat(sending).failsWithin(java.time.Duration.ofSeconds(15));
        Eventually.is(() -> proxy.door.gauges().relays() == 0);
    }

    @Test
    void aPassageThatMovesNothingForTooLongIsCut() throws Exception {
        try (TestProxy impatient = TestProxy.start(limits -> new ProxyLimits(
                limits.handshakeTimeout(),
                limits.dialTimeout(),
                100,
                100,
                0,
                limits.ping(),
                java.time.Duration.ofMillis(1500)))) {
            // Given
            FakeAgent there = impatient.agent("db-1");
            Socket client = impatient.knock("db-1");
            there.answer(there.readDial()).start();
            assertThat(client.getInputStream().read()).isZero();

            // When, Then
            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void allPassagesCanBeCutAtOnce() throws Exception {
        // Given
        Pair pair = open(false);
        Pair other = open(true);

        // When
        proxy.close();

        // Then
        assertThatThrownBy(() -> pair.client().getInputStream().read()).isInstanceOf(SocketException.class);
        assertThatThrownBy(() -> other.agent().getInputStream().read()).isInstanceOf(IOException.class);
    }

    @Test
    void aSpareIsUsedAtOnceAndAskedForAgain() throws Exception {
        // Given
        FakeAgent.Data spare = agent.spare();
        Eventually.is(() ->
                proxy.door.gauges().connections() == 2 && proxy.door.gauges().unproved() == 0);

        // When
        Socket client = proxy.knock("db-1");

        // Then
        assertThat(spare.start().service()).isEqualTo(Service.SSH);
        assertThat(client.getInputStream().read()).isZero();
        spare.socket.getOutputStream().write(5);
        assertThat(client.getInputStream().read()).isEqualTo(5);
        assertThat(agent.readDial()).isEmpty();
        assertThat(proxy.count(Count.SPARES_USED)).isEqualTo(1);
    }

    @Test
    void aSpareThatIsGoneCostsNothing() throws Exception {
        // Given
        FakeAgent.Data spare = agent.spare();
        Eventually.is(() ->
                proxy.door.gauges().connections() == 2 && proxy.door.gauges().unproved() == 0);
        spare.socket.close();
        Eventually.is(() -> proxy.door.gauges().connections() == 1);

        // When
        Socket client = proxy.knock("db-1");
        byte[] dial = agent.readDial();
        agent.answer(dial).start();

        // Then
        assertThat(dial).hasSize(16);
        assertThat(client.getInputStream().read()).isZero();
    }

    @Test
    void aThousandPassagesLeaveNoDescriptorBehind() throws Exception {
        // Given
        for (int i = 0; i < 20; i++) {
            echoOnce();
        }
        Eventually.is(() -> proxy.door.gauges().connections() == 1);
        long before = descriptors();

        // When
        for (int i = 0; i < 1000; i++) {
            echoOnce();
        }

        // Then
        Eventually.is(() ->
                proxy.door.gauges().connections() == 1 && proxy.door.gauges().relays() == 0);
        Eventually.is(() -> descriptors() <= before);
        assertThat(proxy.count(Count.PASSAGES)).isEqualTo(1020);
    }

    private void echoOnce() throws Exception {
        Pair pair = open(false);
        try (Socket client = pair.client();
                Socket there = pair.agent()) {
            client.getOutputStream().write(9);
            assertThat(there.getInputStream().read()).isEqualTo(9);
        }
    }

    private static long descriptors() {
        String[] open = new java.io.File("/proc/self/fd").list();
        return open == null ? -1 : open.length;
    }
}
