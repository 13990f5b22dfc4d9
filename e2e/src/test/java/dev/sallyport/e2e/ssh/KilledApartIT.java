package dev.sallyport.e2e.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sallyport.testing.dist.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code kill -9} of auth alone, and of the proxy alone, in mid-session. */
@Tag("slow")
class KilledApartIT {

    private static final Duration SOON = Duration.ofSeconds(60);

    private final Way way = Way.openApart("sallyapart");
    private final LiveSession sessions = new LiveSession(way);

    @AfterEach
    void close() {
        way.close();
    }

    @Test
    void withoutAuthSessionsGoOnAndOpenAlsoAfterARestartOfTheAgent() throws IOException, InterruptedException {
        // Given
        Process session = sessions.thatSaid("before-the-kill");

        // When
        way.cluster().core().kill();

        // Then: the open one goes on, and a valid certificate opens another
        sessions.echoes(session, "auth is dead");
        assertThat(way.ssh("echo without auth")).isEqualTo(new Ran(0, "without auth\n", ""));

        // When: what runs has ended, and the agent begins anew with what is on its disk
        session.getOutputStream().close();
        assertThat(session.waitFor()).isZero();
        way.agent().kill();
        way.cluster().startAgent();

        // Then
        await().atMost(SOON).until(() -> way.ssh("true").exit() == 0);
        assertThat(way.ssh("echo by what was signed")).isEqualTo(new Ran(0, "by what was signed\n", ""));

        // When
        way.cluster().startAuth();

        // Then: all are recorded
        sessions.awaitReplay("by what was signed");
        sessions.awaitReplay("before-the-kill");
        sessions.awaitReplay("without auth");
    }

    @Test
    void withoutTheProxyClientsHearItAndComeBackWithIt() throws IOException {
        // Given
        Process session = sessions.thatSaid("before-the-kill");

        // When
        way.cluster().proxyDaemon().kill();

        // Then: the session ends with ssh's own code and a line
        assertThat(session.onExit().join().exitValue()).isEqualTo(255);
        assertThat(Files.readString(sessions.errors()).strip().lines()).hasSizeBetween(1, 2);

        // When somebody comes while it is away
        Ran refused = way.cluster().sally("proxy", "ssh", way.cluster().node());

        // Then
        assertThat(refused.exit()).isEqualTo(74);
        assertThat(refused.err().strip().lines())
                .singleElement()
                .asString()
                .contains(way.cluster().proxy(), "Next:");

        // When
        way.cluster().startProxy();

        // Then: the agent re-joins by itself, and the recording completes at auth
        await().atMost(SOON).until(() -> way.ssh("true").exit() == 0);
        sessions.awaitReplay("before-the-kill");
    }
}
