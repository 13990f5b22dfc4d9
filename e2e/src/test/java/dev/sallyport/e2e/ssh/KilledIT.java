package dev.sallyport.e2e.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sallyport.testing.dist.DistCluster;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code kill -9} of each role in mid-session: what was acknowledged is there, and everything comes back by itself. */
class KilledIT {

    private static final Duration SOON = Duration.ofSeconds(60);

    private final Way way = Way.open("sallykilled");

    @AfterEach
    void close() {
        way.close();
    }

    @Test
    void agentKilled() throws IOException {
        // Given
        Process session = sessionThatSaid("before-the-kill");

        // When
        way.agent().kill();

        // Then: the client ends, and the restarted agent needs no token, completes the recording and serves again
        assertThat(session.onExit().join().exitValue()).isNotZero();
        way.cluster().startAgent();
        await().atMost(SOON).until(() -> way.ssh("true").exit() == 0);
        awaitReplay("before-the-kill");
    }

    @Test
    void authAndProxyKilled() throws IOException {
        // Given
        Process session = sessionThatSaid("before-the-kill");

        // When
        way.cluster().core().kill();

        // Then
        assertThat(session.onExit().join().exitValue()).isNotZero();
        way.cluster().startCore();
        await().atMost(SOON).until(() -> way.ssh("true").exit() == 0);
        awaitReplay("before-the-kill");
    }

    private Process sessionThatSaid(String word) throws IOException {
        Process process = new ProcessBuilder(List.of(
                        "ssh",
                        "-F",
                        way.knock().toString(),
                        "-o",
                        "BatchMode=yes",
                        way.target(),
                        "echo " + word + "; sleep 1; echo a second later; cat"))
                .redirectError(Path.of("/dev/null").toFile())
                .start();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        assertThat(out.readLine()).isEqualTo(word);
        // The last tenth of a second may be lost with its agent, what is older may not.
        assertThat(out.readLine()).isEqualTo("a second later");
        return process;
    }

    private void awaitReplay(String word) {
        DistCluster cluster = way.cluster();
        await().atMost(SOON).untilAsserted(() -> {
            String sessions = cluster.sally("sessions", "ls", "--format=json").orFail();
            String id = sessions.replaceAll("(?s).*\"id\"\\s*:\\s*\"([^\"]+)\"[^}]*echo " + word + ".*", "$1");
            assertThat(cluster.sally("play", id, "--format=text").orFail()).contains(word);
        });
    }
}
