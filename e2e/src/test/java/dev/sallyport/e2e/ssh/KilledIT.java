package dev.sallyport.e2e.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code kill -9} of each role in mid-session: what was acknowledged is there, and everything comes back by itself. */
@Tag("slow")
class KilledIT {

    private static final Duration SOON = Duration.ofSeconds(60);

    private final Way way = Way.open("sallykilled");
    private final LiveSession sessions = new LiveSession(way);

    @AfterEach
    void close() {
        way.close();
    }

    @Test
    void agentKilled() throws IOException {
        // Given
        Process session = sessions.thatSaid("before-the-kill");

        // When
        way.agent().kill();

        // Then: the client ends, and the restarted agent needs no token, completes the recording and serves again
        assertThat(session.onExit().join().exitValue()).isNotZero();
        way.cluster().startAgent();
        await().atMost(SOON).until(() -> way.ssh("true").exit() == 0);
        sessions.awaitReplay("before-the-kill");
    }

    @Test
    void authAndProxyKilled() throws IOException {
        // Given
        Process session = sessions.thatSaid("before-the-kill");

        // When
        way.cluster().core().kill();

        // Then
        assertThat(session.onExit().join().exitValue()).isNotZero();
        way.cluster().startCore();
        await().atMost(SOON).until(() -> way.ssh("true").exit() == 0);
        sessions.awaitReplay("before-the-kill");
    }
}
