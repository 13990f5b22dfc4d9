package dev.sallyport.e2e.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sallyport.testing.dist.DistCluster;
import dev.sallyport.testing.dist.Ran;
import dev.sallyport.testing.dist.UnixUser;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Recordings for an auditor's key: auth keeps what it cannot read. */
@Tag("slow")
class AuditorIT {

    @Test
    void onlyWhoHasTheKeyPlaysSearchesAndExports() {
        try (UnixUser user = UnixUser.create("sallyaudit");
                DistCluster cluster = DistCluster.start(Path.of(System.getProperty("sallyport.dist")))) {
            // Given
            Path key = cluster.directory().resolve("auditor.key");
            String shown = cluster.sally("recordings", "keygen", key.toString())
                    .orFail()
                    .strip();
            cluster.startAgent("ssh: {recording_keys: ['" + shown + "']}");
            cluster.person("alice", user.name());
            String config = cluster.sshConfig(false).toString();
            cluster.run(
                            Map.of("SALLY_HOME", cluster.home().toString()),
                            List.of(
                                    "ssh",
                                    "-F",
                                    config,
                                    "-o",
                                    "BatchMode=yes",
                                    user.name() + "@" + cluster.node(),
                                    "echo the vault is open"))
                    .orFail();
            String session = complete(cluster);

            // When
            Ran closed = cluster.sally("play", session, "--format=text");
            Ran opened = cluster.sally("play", session, "--format=text", "--key=" + key);
            Ran unsearched = cluster.sally("recordings", "search", "vault is open");
            Ran searched = cluster.sally("recordings", "search", "VAULT is open", "--key=" + key);

            // Then
            assertThat(closed.exit()).isNotZero();
            assertThat(closed.out()).doesNotContain("vault");
            assertThat(closed.err()).contains("it is encrypted for the keys", "--key=FILE");
            assertThat(opened.orFail()).contains("the vault is open");
            assertThat(unsearched.out()).doesNotContain("the vault is open");
            assertThat(unsearched.err()).contains("1 sessions were not searched");
            assertThat(searched.orFail()).contains(session, "shown", "the vault is open");
            assertThat(searched.err()).isEmpty();
            cluster.admin("recordings", "verify", session).orFail();
        }
    }

    private static String complete(DistCluster cluster) {
        return await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> cluster.sally("sessions", "ls", "--format=json").orFail(),
                        sessions -> sessions.contains("\"complete\""))
                .replaceAll("(?s).*?\"id\"\\s*:\\s*\"([^\"]+)\".*", "$1");
    }
}
