package dev.sallyport.e2e.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sallyport.testing.dist.Ran;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A session with two in it, by the commands that people type. */
@ExtendWith(SharedWay.class)
class JoinedIT {

    private static final Duration SOON = Duration.ofSeconds(30);

    private final Way way;

    JoinedIT(Way way) {
        this.way = way;
    }

    @Test
    void aSessionIsFoundJoinedAndEndedByItsId() throws Exception {
        // Given
        Process session = start("ssh", "-F", way.knock().toString(), "-tt", way.target(), "echo shared-screen; cat");
        try {
            await().atMost(SOON).until(() -> active().contains("shared-screen"));
            String id = active().replaceAll("(?s).*\"id\"\\s*:\\s*\"([^\"]+)\".*", "$1");

            // When
            Process joined = start(sally("join", "--mode=peer", id));
            StringWriter seen = collect(joined);

            // Then
            await().atMost(SOON).until(() -> seen.toString().contains("you are here as peer"));
            assertThat(seen.toString()).contains("shared-screen");
            await().atMost(SOON)
                    .untilAsserted(
                            () -> assertThat(active()).contains("\"mode\"").contains("peer"));
            way.cluster().sally("sessions", "terminate", "--reason=lunch", id).orFail();
            assertThat(session.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(joined.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
            await().atMost(SOON).until(() -> !active().contains(id));
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(way.cluster()
                                    .admin("audit", "ls", "--format=json")
                                    .orFail())
                            .contains("session.join", "session.leave", "session.cut"));
        } finally {
            session.destroyForcibly();
        }
    }

    @Test
    void whyASessionMayBeJoinedIsExplained() {
        // Given
        String none = "session/00000000-0000-0000-0000-000000000000";

        // When
        Ran explained = way.cluster().sally("access", "explain", "--resource=" + none, "--action=join=peer");

        // Then
        assertThat(explained.exit()).isNotZero();
        assertThat(explained.err()).contains("runs with a terminal");
    }

    private String active() {
        return way.cluster()
                .sally("sessions", "ls", "--active", "--format=json")
                .orFail();
    }

    private String[] sally(String... arguments) {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("sallyport.dist"), "bin", "sally").toString()));
        line.addAll(List.of(arguments));
        return line.toArray(String[]::new);
    }

    private Process start(String... line) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
        builder.environment().put("SALLY_HOME", way.cluster().home().toString());
        return builder.start();
    }

    private static StringWriter collect(Process process) {
        StringWriter seen = new StringWriter();
        Thread.ofVirtual().start(() -> {
            byte[] bytes = new byte[8192];
            try (InputStream in = process.getInputStream()) {
                for (int n = in.read(bytes); n > 0; n = in.read(bytes)) {
                    seen.write(new String(bytes, 0, n, StandardCharsets.UTF_8));
                }
            } catch (IOException e) {
                return;
            }
        });
        return seen;
    }
}
