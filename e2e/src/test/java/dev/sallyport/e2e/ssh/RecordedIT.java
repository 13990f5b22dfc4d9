package dev.sallyport.e2e.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sallyport.testing.dist.Ran;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What happened can be seen afterwards. */
@ExtendWith(SharedWay.class)
class RecordedIT {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final Way way;

    RecordedIT(Way way) {
        this.way = way;
    }

    @Test
    void sessionCanBeReplayed() {
        // Given
        way.ssh("echo seen-by-the-recorder").orFail();

        // When
        String id = sessionOf("echo seen-by-the-recorder");

        // Then
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(
                                way.cluster().sally("play", id, "--format=text").orFail())
                        .contains("seen-by-the-recorder"));
        assertThat(way.cluster().sally("play", id, "--format=asciicast").orFail())
                .startsWith("{\"version\":");
    }

    @Test
    void aRelativePathPlaysToo() {
        // Given
        way.ssh("echo from-where-i-stand").orFail();
        String id = sessionOf("echo from-where-i-stand");
        List<String> relative = List.of(
                "sh",
                "-c",
                "cd \"$0\" && bin/sally play \"$1\" --format=text",
                System.getProperty("sallyport.dist"),
                id);

        // When / Then: what it loads is found from there
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(way.cluster()
                                .run(Map.of("SALLY_HOME", way.cluster().home().toString()), relative)
                                .orFail())
                        .contains("from-where-i-stand"));
    }

    @Test
    void whatIsStoredIsReadableOnlyWithTheKeyThatAuthGivesToReaders(@TempDir Path folder) throws IOException {
        // Given
        way.ssh("echo nobody-else-reads-this").orFail();
        String id = sessionOf("echo nobody-else-reads-this");
        Path file = folder.resolve("stored.rec");

        // When
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(
                                way.cluster().sally("play", id, "--format=text").orFail())
                        .contains("nobody-else-reads-this"));
        way.cluster().sally("recordings", "download", id, "--out=" + file).orFail();
        Ran without = way.cluster().sally("play", file.toString(), "--format=text");

        // Then
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                .doesNotContain("nobody-else-reads-this");
        assertThat(without.exit()).isNotZero();
        assertThat(without.err()).contains("it is encrypted for the keys");
        assertThat(way.cluster().admin("recordings", "verify", id).orFail()).isNotEmpty();
    }

    @Test
    void trailTellsWhoDidWhatWhere() {
        // Given
        way.ssh("true").orFail();

        // When
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(way.cluster()
                                .admin("audit", "ls", "--format=json")
                                .orFail())
                        .contains(
                                "user.login",
                                "session.start",
                                "session.end",
                                "alice",
                                way.user().name(),
                                "box1"));
    }

    @Test
    void escapeSequencesOfTheFarSideDoNotReachTheTerminalOfAListing() {
        // Given: a command with a sequence that would set the window's title
        way.ssh("true '\u001b]0;owned\u0007'").orFail();

        // When
        Ran listed = way.cluster().sally("sessions", "ls");

        // Then
        assertThat(listed.orFail()).doesNotContain("\u001b]", "\u0007");
    }

    private String sessionOf(String command) {
        await().atMost(SOON)
                .until(() -> way.cluster()
                        .sally("sessions", "ls", "--format=json")
                        .orFail()
                        .contains(command));
        String json = way.cluster().sally("sessions", "ls", "--format=json").orFail();
        return Arrays.stream(json.split("\\{"))
                .filter(each -> each.contains(command))
                .findFirst()
                .map(each -> each.replaceAll("(?s).*\"id\"\\s*:\\s*\"([^\"]+)\".*", "$1"))
                .orElseThrow();
    }
}
