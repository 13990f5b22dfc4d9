package dev.sallyport.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.api.ClusterTrust;
import dev.sallyport.api.v1.ControlFrame;
import dev.sallyport.pki.x509.TrustedCas;
import dev.sallyport.testing.TestAuthority;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a certificate is good for when the CA that signed it is one no more. */
class RevokedCaTest {

    private TestProxy proxy;

    @BeforeEach
    void start() throws Exception {
        proxy = TestProxy.start(limits -> new ProxyLimits(
                Duration.ofSeconds(5), Duration.ofSeconds(1), 100, 100, 0, Duration.ofSeconds(1), Duration.ofHours(1)));
    }

    @AfterEach
    void stop() {
        proxy.close();
        assertThat(Leaks.found()).isEmpty();
    }

    @Test
    void itOpensNoStreamNotEvenForAClientThatRemembersASession() throws Exception {
        // Given two agents, of which one was here before
        FakeAgent known = proxy.agent("known");
        FakeAgent stranger = new FakeAgent(proxy, proxy.authority.node("stranger"));
        assertThat(known.again().connect().welcome.getStreamId().size()).isEqualTo(16);

        // When
        removeTheCa();

        // Then
        assertThat(refused(known.again())).isTrue();
        assertThat(refused(stranger)).isTrue();
    }

    @Test
    void aStreamThatIsOpenEndsWithIt() throws Exception {
        // Given
        FakeAgent agent = proxy.agent("known");
        ControlFrame ping = agent.read();
        assertThat(ping.hasPing()).isTrue();

        // When
        removeTheCa();

        // Then
        assertThat(agent.ended()).isTrue();
        Eventually.is(() -> proxy.door.gauges().streams() == 0);
    }

    /** The proxy hears from auth that there is another host CA now, and that the one before is not trusted any more. */
    private void removeTheCa() {
        TestAuthority other = new TestAuthority(proxy.clock);
        ClusterTrust before = proxy.machine.current().trust();
        assertThat(proxy.machine.follow(new ClusterTrust(
                        before.cluster(),
                        new TrustedCas(
                                List.of(other.hostCa().certificate()),
                                before.tls().user()),
                        before.sshHostCas(),
                        before.sshUserCas(),
                        before.policyKeys(),
                        before.recordingKeys(),
                        before.revision() + 1)))
                .isTrue();
    }

    private static boolean refused(FakeAgent agent) {
        try {
            agent.hello();
            return agent.ended();
        } catch (IOException e) {
            // An alert in the middle of the handshake.
            return true;
        }
    }
}
