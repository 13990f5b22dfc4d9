package dev.sallyport.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.protocols.knock.KnockAnswer;
import dev.sallyport.proxy.count.Count;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Dials that are answered late or never; an agent has a second where it is silent. */
class SlowAgentTest {

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
    void aDialThatIsNeverAnsweredEndsInARefusal() throws Exception {
        // Given
        FakeAgent agent = proxy.agent("web-1");

        // When
        Socket client = proxy.knock("web-1");
        byte[] dial = agent.readDial();

        // Then
        BeginningTest.Refusal refusal = BeginningTest.Refusal.read(client);
        assertThat(refusal.answer()).isEqualTo(KnockAnswer.UNREACHABLE);
        assertThat(refusal.text()).contains("'web-1' did not connect back: no answer within 1 s");

        // And an answer that comes late is closed
        assertThat(agent.answer(dial).socket.getInputStream().read()).isEqualTo(-1);
        assertThat(proxy.count(Count.DATA_REFUSED)).isEqualTo(1);
    }

    @Test
    void anAgentThatIsSlowAndLivesIsWaitedFor() throws Exception {
        // Given
        FakeAgent agent = proxy.agent("web-1");
        Socket client = proxy.knock("web-1");
        byte[] dial = agent.readDial();

        // When: they come twice a second
        for (int pings = 0; pings < 4; pings++) {
            agent.answerPing();
        }
        agent.answer(dial).start();

        // Then
        assertThat(client.getInputStream().read()).isZero();
    }

    @Test
    void anAgentThatLivesAndNeverAnswersIsGivenUpAtLast() throws Exception {
        // Given
        FakeAgent agent = proxy.agent("web-1");
        Thread.startVirtualThread(agent::answerPings);

        // When
        Socket client = proxy.knock("web-1");

        // Then
        assertThat(BeginningTest.Refusal.read(client).text())
                .contains("'web-1' did not connect back: no answer within 4 s");
    }
}
