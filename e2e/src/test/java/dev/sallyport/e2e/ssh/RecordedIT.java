package dev.sallyport.e2e.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sallyport.testing.dist.Ran;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

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
