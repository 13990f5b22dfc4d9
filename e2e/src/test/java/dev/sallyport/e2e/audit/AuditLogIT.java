package dev.sallyport.e2e.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sallyport.testing.dist.DistCluster;
import dev.sallyport.testing.dist.Ran;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Somebody with auth's disk cannot change the log quietly: each change is found, and named at its place. */
@Tag("slow")
class AuditLogIT {

    private static final Duration SOON = Duration.ofSeconds(30);

    private final DistCluster cluster = DistCluster.start(Path.of(System.getProperty("sallyport.dist")));

    @AfterEach
    void close() {
        cluster.close();
    }

    private Path core() {
        return cluster.directory().resolve("core");
    }

    private Ran verified() {
        return cluster.admin("audit", "verify");
    }

    private Ran python(String script, String... words) {
        List<String> command = new ArrayList<>(List.of("python3", script));
        command.addAll(List.of(words));
        return cluster.run(Map.of(), command);
    }

    private void tamper(String... words) {
        cluster.core().kill();
        List<String> all = new ArrayList<>(List.of(core().toString()));
        all.addAll(List.of(words));
        python("src/test/resources/dev/sallyport/e2e/audit/tamper.py", all.toArray(String[]::new))
                .orFail();
        cluster.startCore();
    }

    private Ran checked() {
        return python("check-log.py", core().resolve("log").toString(), key());
    }

    private String key() {
        try {
            return Files.readString(cluster.directory().resolve("admin-home/logs/" + DistCluster.NAME + "/key"))
                    .strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Some events, under a checkpoint; the last one added a user of this name. */
    private String added(String user) {
        cluster.admin("users", "add", user, "--roles=access").orFail();
        await().atMost(SOON).until(() -> verified().out().startsWith("OK"));
        Matcher id = Pattern.compile("\"id\":\\s*\"([0-9a-f-]{36})\"")
                .matcher(cluster.admin("audit", "ls", "--format=json", "--limit=1", "--type=user.create")
                        .orFail());
        assertThat(id.find()).isTrue();
        return id.group(1);
    }

    private long index(String event) {
        Path file = cluster.directory().resolve("index.tlog-proof");
        await().atMost(SOON)
                .until(() ->
                        cluster.admin("audit", "prove", event, "--out=" + file).exit() == 0);
        Matcher index = Pattern.compile("(?m)^index ([0-9]+)$").matcher(text(file));
        assertThat(index.find()).isTrue();
        return Long.parseLong(index.group(1));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assertBad(Ran ran, String... named) {
        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.out()).startsWith("BAD").contains(named);
    }

    @Test
    void what_was_not_changed_verifies_here_and_elsewhere() {
        // Given
        String event = added("alice");
        cluster.core().kill();
        cluster.startCore();
        Path proof = cluster.directory().resolve("event.tlog-proof");
        // When
        await().atMost(SOON)
                .until(() ->
                        cluster.admin("audit", "prove", event, "--out=" + proof).exit() == 0);
        // Then
        assertThat(verified().orFail()).startsWith("OK");
        assertThat(cluster.admin("audit", "verify", "--from=1h", "--to=1m").orFail())
                .startsWith("OK");
        assertThat(cluster.admin("audit", "verify", "--offline=" + core().resolve("log"))
                        .orFail())
                .startsWith("OK");
        assertThat(checked().orFail()).startsWith("OK");
        assertThat(python("check-log.py", "--proof", proof.toString(), key()).orFail())
                .contains(event);
    }

    @Test
    void changes_in_the_store_are_named() throws IOException {
        // Given
        String event = added("alice");
        long index = index(event);
        // When
        tamper("edit-store", event, "alice", "mally");
        // Then
        assertBad(verified(), "entry " + index, event, "in store", "edited", "was 'alice', is 'mally'");
        // When
        tamper("edit-store", event, "mally", "alice");
        tamper("reorder-store", "1", "2");
        // Then
        assertBad(verified(), "entry 1,", "in store", "reordered", "belongs at index 2");
        // When
        tamper("reorder-store", "1", "2");
        tamper("truncate-store");
        // Then
        assertBad(verified(), "in store");
        assertThat(cluster.core().log()).contains("log_not_signed").contains("lacks entry");
        assertThat(cluster.core().ready()).as("access goes on").isTrue();
        assertThat(cluster.core().metrics()).contains("sallyport_auth_log_halted 1");
    }

    @Test
    void changes_in_the_tiles_are_named_by_both_verifiers() {
        // Given
        String event = added("alice");
        long index = index(event);
        // When
        tamper("edit-tiles", Long.toString(index), "alice", "mally");
        // Then
        assertBad(verified(), "entry " + index, event, "in tiles", "edited", "was 'alice', is 'mally'");
        assertBad(checked(), "entry " + index, event, "edited");
        // When
        tamper("edit-tiles", Long.toString(index), "mally", "alice");
        tamper("reorder-tiles", "1", "2");
        // Then
        assertBad(cluster.admin("audit", "verify", "--offline=" + core().resolve("log")), "entry 1,", "reordered");
        assertBad(checked(), "entry 1,", "reordered");
        // When
        tamper("reorder-tiles", "1", "2");
        tamper("truncate-tiles", "3");
        // Then
        assertBad(verified(), "entry 3", "truncated");
        assertBad(checked(), "entry 3", "truncated");
    }

    @Test
    void a_log_that_auth_itself_signed_anew_is_a_fork_for_who_saw_the_first() {
        // Given
        String event = added("alice");
        // When
        tamper("fork", event, "alice", "mally");
        // Then
        await().atMost(SOON).until(() -> Files.exists(core().resolve("log/checkpoint")));
        assertThat(checked().orFail()).startsWith("OK");
        assertBad(verified(), "forked", "verified before");
    }
}
