package dev.sallyport.e2e.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sallyport.testing.dist.DistCluster;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Sessions that are open while something happens to the cluster, and what is left of them. */
record LiveSession(Way way) {

    private static final Duration SOON = Duration.ofSeconds(60);

    /** Has said this word a second ago, and goes on as {@code cat}; its errors are in {@code session.err}. */
    Process thatSaid(String word) throws IOException {
        Process process = new ProcessBuilder(List.of(
                        "ssh",
                        "-F",
                        way.knock().toString(),
                        "-o",
                        "BatchMode=yes",
                        way.target(),
                        "echo " + word + "; sleep 1; echo a second later; cat"))
                .redirectError(errors().toFile())
                .start();
        BufferedReader out = output(process);
        assertThat(out.readLine()).isEqualTo(word);
        // The last tenth of a second may be lost with its agent, what is older may not.
        assertThat(out.readLine()).isEqualTo("a second later");
        return process;
    }

    Path errors() {
        return way.cluster().directory().resolve("session.err");
    }

    /** Sends a line and hears it again. */
    void echoes(Process process, String line) throws IOException {
        process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
        assertThat(output(process).readLine()).isEqualTo(line);
    }

    /** The session that said this is recorded, and the recording complete enough to be played. */
    void awaitReplay(String word) {
        DistCluster cluster = way.cluster();
        await().atMost(SOON).untilAsserted(() -> {
            String sessions = cluster.sally("sessions", "ls", "--format=json").orFail();
            String id = sessions.replaceAll("(?s).*\"id\"\\s*:\\s*\"([^\"]+)\"[^}]*echo " + word + ".*", "$1");
            assertThat(cluster.sally("play", id, "--format=text").orFail()).contains(word);
        });
    }

    /** One a process: it reads ahead. */
    private static BufferedReader output(Process process) {
        return process.inputReader(StandardCharsets.UTF_8);
    }
}
