package dev.sallyport.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.sallyport.api.machine.MachineIdentity;
import dev.sallyport.api.v1.ControlFrame;
import dev.sallyport.api.v1.DialRefused;
import dev.sallyport.api.v1.NodePolicy;
import dev.sallyport.api.v1.Ping;
import dev.sallyport.api.v1.ProxyReport;
import dev.sallyport.api.v1.SignedPolicy;
import dev.sallyport.model.access.Identity;
import dev.sallyport.pki.ServerNames;
import dev.sallyport.pki.x509.TlsIdentity;
import dev.sallyport.protocols.knock.KnockAnswer;
import dev.sallyport.protocols.tunnel.DataPreface;
import dev.sallyport.protocols.tunnel.StreamKey;
import dev.sallyport.proxy.count.Count;
import dev.sallyport.testing.TestAuthority;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Control streams, dials and data connections, with agents that behave and agents that do not. */
class TunnelServerTest {

    private TestProxy proxy;

    @BeforeEach
    void start() throws Exception {
        proxy = TestProxy.start(limits -> new ProxyLimits(
                Duration.ofSeconds(5),
                Duration.ofSeconds(1),
                2000,
                1000,
                1,
                Duration.ofSeconds(20),
                Duration.ofHours(1)));
    }

    @AfterEach
    void stop() {
        proxy.close();
        assertThat(Leaks.found()).isEmpty();
    }

    @Test
    void theWelcomeNamesTheStream() throws Exception {
        FakeAgent agent = proxy.agent("web-1");
        assertThat(agent.welcome.getStreamId().size()).isEqualTo(16);
        assertThat(agent.welcome.getStreamKey().size()).isEqualTo(32);
        assertThat(agent.welcome.getSpares()).isZero();
        assertThat(agent.welcome.getPingSeconds()).isEqualTo(20);
    }

    @Test
    void pingsAreAnswered() throws Exception {
        // Given
        FakeAgent agent = proxy.agent("web-1");

        // When
        agent.send(
                ControlFrame.newBuilder().setPing(Ping.newBuilder().setId(77)).build());

        // Then
        assertThat(agent.read().getPong().getId()).isEqualTo(77);
    }

    @Test
    void whatAuthSignedForANodeIsPassedOnToItAlone() throws Exception {
        // Given
        FakeAgent agent = proxy.agent("web-1");
        FakeAgent other = proxy.agent("web-2");
        SignedPolicy policy = SignedPolicy.newBuilder()
                .setImage(ByteString.copyFromUtf8("image"))
                .build();

        // When
        proxy.auth.send(order(agent).setPolicy(policy));
        proxy.auth.send(order(agent));
        proxy.auth.send(order(other));

        // Then: without an image, the node is to ask
        assertThat(agent.read().getPolicy()).isEqualTo(policy);
        assertThat(agent.read().hasPolicyHint()).isTrue();
        assertThat(other.read().hasPolicyHint()).isTrue();
    }

    private static NodePolicy.Builder order(FakeAgent agent) {
        return NodePolicy.newBuilder().setNodeId(agent.identity.id());
    }

    @Test
    void framesThatAreTooLongUnknownOrOutOfPlaceEndTheStream() throws Exception {
        byte[][] bad = {
            ByteBuffer.allocate(4).putInt(65_537).array(),
            ByteBuffer.allocate(4).putInt(-1).array(),
            ByteBuffer.allocate(4).putInt(0).array(),
            ByteBuffer.allocate(7).putInt(3).put(new byte[] {(byte) 0xff, 1, 2}).array(),
            // Field 99 of a later version
            ByteBuffer.allocate(7).putInt(3).put(new byte[] {(byte) 0x9a, 6, 0}).array(),
            ByteBuffer.allocate(6).putInt(2).put(new byte[] {0x12, 0}).array(),
        };
        for (byte[] frame : bad) {
            FakeAgent agent = proxy.agent("web-1");
            agent.sendRaw(frame);
            assertThat(agent.ended()).isTrue();
        }
        Eventually.is(() -> proxy.door.gauges().streams() == 0);
    }

    @Test
    void whoBeginsWithAnythingButHelloIsNoAgent() throws Exception {
        FakeAgent agent = new FakeAgent(proxy, proxy.authority.node("web-1"));
        agent.send(ControlFrame.newBuilder().setPing(Ping.newBuilder().setId(1)).build());
        assertThat(agent.ended()).isTrue();
        assertThat(proxy.door.gauges().streams()).isZero();
    }

    @Test
    void onlyNodesOpenStreams() throws Exception {
        // Given a person, a proxy, and a node of another cluster
        MachineIdentity node = proxy.authority.node("web-1");
        List<TlsIdentity> strangers = List.of(
                proxy.authority.user(TestAuthority.person("eve", List.of(), List.of("eve")), Duration.ofHours(1)),
                proxy.authority.server(Identity.Kind.PROXY, "p", ServerNames.PROXY),
                new TestAuthority("other", proxy.clock).node("web-1").tls());

        // When, Then
        for (TlsIdentity stranger : strangers) {
            assertThat(opensAStream(node, stranger)).isFalse();
        }
        assertThat(proxy.count(Count.STREAMS_OPENED)).isZero();
    }

    @Test
    void anExpiredCertificateOpensNothing() throws Exception {
        // Given
        MachineIdentity node = proxy.authority.node("web-1");

        // When
        proxy.clock.advance(Duration.ofHours(25));

        // Then
        assertThat(opensAStream(node, node.tls())).isFalse();
    }

    private boolean opensAStream(MachineIdentity node, TlsIdentity shown) throws Exception {
        try (FakeAgent agent = new FakeAgent(proxy, node, shown)) {
            agent.hello();
            return !agent.ended();
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void ofFiveStreamsOfOneNodeTheOldestGivesWay() throws Exception {
        // Given
        MachineIdentity node = proxy.authority.node("web-1");
        FakeAgent oldest = new FakeAgent(proxy, node).connect();
        for (int i = 0; i < 3; i++) {
            new FakeAgent(proxy, node).connect();
        }

        // When
        FakeAgent newest = new FakeAgent(proxy, node).connect();

        // Then
        assertThat(oldest.ended()).isTrue();
        Eventually.is(() -> proxy.door.gauges().streams() == 4);
        Socket client = proxy.knock("web-1");
        newest.answer(newest.readDial()).start();
        assertThat(client.getInputStream().read()).isZero();
    }

    @Test
    void theAgentsOwnRefusalReachesThePerson() throws Exception {
        // Given
        FakeAgent agent = proxy.agent("web-1");
        Socket client = proxy.knock("web-1");

        // When
        agent.send(ControlFrame.newBuilder()
                .setDialRefused(DialRefused.newBuilder()
                        .setDialId(ByteString.copyFrom(agent.readDial()))
                        .setReason("no more \u001b[31mfiles"))
                .build());

        // Then
        assertThat(BeginningTest.Refusal.read(client).text()).contains("did not connect back: no more ?[31mfiles.");
    }

    @Test
    void aDialIsAnsweredOnceAndOnlyByTheAgentThatWasAsked() throws Exception {
        // Given a dial to one agent, of which another has learnt the id
        FakeAgent agent = proxy.agent("web-1");
        FakeAgent thief = proxy.agent("web-2");
        Socket client = proxy.knock("web-1");
        byte[] dial = agent.readDial();

        // When
        Socket wrong = thief.answer(dial).socket;
        FakeAgent.Data right = agent.answer(dial);
        right.start();
        Socket again = agent.answer(dial).socket;

        // Then
        assertThat(wrong.getInputStream().read()).isEqualTo(-1);
        assertThat(again.getInputStream().read()).isEqualTo(-1);
        assertThat(client.getInputStream().read()).isZero();
    }

    @Test
    void aDataConnectionWithoutTheStreamsKeyIsClosed() throws Exception {
        // Given
        FakeAgent agent = proxy.agent("web-1");
        byte[] forged = DataPreface.spare(agent.streamId, TestProxy.random(16), new StreamKey(TestProxy.random(32)));
        byte[] unknown = DataPreface.spare(TestProxy.random(16), TestProxy.random(16), agent.key);
        byte[] talkative = java.util.Arrays.copyOf(
                DataPreface.spare(agent.streamId, TestProxy.random(16), agent.key), DataPreface.BYTES + 1);

        // When, Then
        for (byte[] preface : new byte[][] {forged, unknown, talkative}) {
            assertThat(proxy.send(preface).getInputStream().read()).isEqualTo(-1);
        }
        assertThat(proxy.count(Count.DATA_REFUSED)).isEqualTo(3);
    }

    @Test
    void sparesAreBoundedAndEndWithTheirStream() throws Exception {
        // Given two, where one was asked for: the second may overtake a dial
        FakeAgent agent = proxy.agent("web-1");
        Socket first = agent.spare().socket;
        Socket second = agent.spare().socket;
        Eventually.is(() ->
                proxy.door.gauges().connections() == 3 && proxy.door.gauges().unproved() == 0);

        // When
        Socket third = agent.spare().socket;

        // Then
        assertThat(third.getInputStream().read()).isEqualTo(-1);
        agent.close();
        assertThat(first.getInputStream().read()).isEqualTo(-1);
        assertThat(second.getInputStream().read()).isEqualTo(-1);
        Eventually.is(() -> proxy.door.gauges().connections() == 0);
    }

    @Test
    void aSpareThatSpeaksBeforeItsSessionIsClosed() throws Exception {
        // Given
        FakeAgent agent = proxy.agent("web-1");
        Socket spare = agent.spare().socket;
        Eventually.is(() -> proxy.door.gauges().unproved() == 0);

        // When
        spare.getOutputStream().write("too early".getBytes(StandardCharsets.US_ASCII));
        spare.shutdownOutput();

        // Then
        assertThat(spare.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void whenAnAgentGoesDuringADialItsOtherStreamIsAsked() throws Exception {
        // Given
        MachineIdentity node = proxy.authority.node("web-1");
        FakeAgent older = new FakeAgent(proxy, node).connect();
        FakeAgent newer = new FakeAgent(proxy, node).connect();
        Socket client = proxy.knock("web-1");
        assertThat(newer.readDial()).hasSize(16);

        // When
        newer.close();

        // Then
        older.answer(older.readDial()).start();
        assertThat(client.getInputStream().read()).isZero();
    }

    @Test
    void authHearsWhoComesAndGoes() throws Exception {
        // Given
        ProxyReport hello = proxy.auth.next();
        assertThat(hello.getHello().getPublicAddress()).isEqualTo("proxy.test:3080");

        // When
        FakeAgent agent = proxy.agent("web-1");

        // Then
        assertThat(proxy.auth.nextPresence().getUp(0).getName()).isEqualTo("web-1");
        agent.close();
        assertThat(proxy.auth.nextPresence().getDown(0).toByteArray()).isEqualTo(agent.streamId);
    }

    @Test
    void whileAuthIsAwayKnocksAreHeardAndAfterwardsItLearnsAll() throws Exception {
        // Given
        FakeAgent before = proxy.agent("before");
        proxy.auth.nextPresence();
        proxy.auth.goAway();
        FakeAgent meanwhile = proxy.agent("meanwhile");

        // When
        Socket client = proxy.knock("before");
        before.answer(before.readDial()).start();
        assertThat(client.getInputStream().read()).isZero();
        proxy.auth.comeBack();

        // Then
        assertThat(proxy.auth.nextPresence().getUpList().stream().map(up -> up.getName()))
                .containsExactlyInAnyOrder("before", "meanwhile");
        meanwhile.close();
    }

    @Test
    void probesTellTheTruth() throws Exception {
        // Given one that answers, and one whose stream is open and says nothing
        FakeAgent alive = proxy.agent("alive");
        FakeAgent mute = proxy.agent("mute");

        // When
        proxy.auth.probe(1, alive.identity.id());
        alive.answerPing();
        proxy.auth.probe(2, mute.identity.id());
        proxy.auth.probe(3, "nobody");

        // Then
        Map<Long, Long> micros = new HashMap<>();
        while (micros.size() < 3) {
            ProxyReport report = proxy.auth.next();
            if (report.hasProbed()) {
                micros.put(
                        report.getProbed().getProbeId(),
                        report.getProbed().getResults(0).getMicros());
            }
        }
        assertThat(micros).containsEntry(2L, -1L).containsEntry(3L, -1L);
        assertThat(micros.get(1L)).isNotNegative();
    }

    @Test
    void aStreamThatFallsSilentOrOutlivesItsCertificateEnds() throws Exception {
        // Given pings every second, an agent that answers them and one that does not
        try (TestProxy quick = TestProxy.start(limits -> new ProxyLimits(
                Duration.ofSeconds(5),
                Duration.ofSeconds(1),
                100,
                100,
                1,
                Duration.ofSeconds(1),
                Duration.ofHours(1)))) {
            FakeAgent silent = quick.agent("silent");
            FakeAgent lively = quick.agent("lively");
            Thread.startVirtualThread(lively::answerPings);

            // When, Then
            assertThat(silent.ended()).isTrue();
            Eventually.is(() -> quick.door.gauges().streams() == 1);

            // When
            quick.clock.advance(TestAuthority.LIFE.plusSeconds(1));

            // Then
            Eventually.is(() -> quick.door.gauges().streams() == 0);
        }
    }

    @Test
    void drainingSendsAgentsAwayLetsPassagesEndAndNobodyIn() throws Exception {
        // Given a passage
        FakeAgent agent = proxy.agent("web-1");
        Socket client = proxy.knock("web-1");
        FakeAgent.Data data = agent.answer(agent.readDial());
        data.start();
        assertThat(client.getInputStream().read()).isZero();
        assertThat(agent.readDial()).as("a spare is asked for").isEmpty();
        Socket earlier = proxy.connect();

        // When
        var drained = java.util.concurrent.CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return proxy.door.drain(Duration.ofSeconds(20));
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                },
                Thread::startVirtualThread);

        // Then
        assertThat(agent.read().hasGoAway()).isTrue();
        earlier.getOutputStream().write(proxy.knockBytes("web-1"));
        assertThat(BeginningTest.Refusal.read(earlier).answer()).isEqualTo(KnockAnswer.BUSY);
        data.socket.getOutputStream().write(4);
        assertThat(client.getInputStream().read()).isEqualTo(4);
        assertThat(drained).isNotDone();
        client.close();
        data.socket.close();
        assertThat(drained.get()).isTrue();
    }
}
