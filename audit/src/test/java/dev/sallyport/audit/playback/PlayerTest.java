package dev.sallyport.audit.playback;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.audit.recording.RecordingEnd;
import dev.sallyport.audit.recording.RecordingEntry;
import dev.sallyport.audit.recording.RecordingReader;
import dev.sallyport.audit.recording.Recordings;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A recording plays in its own time, or faster, to its end. */
final class PlayerTest {

    private static final long SECOND = 1_000_000;

    private final ByteArrayOutputStream terminal = new ByteArrayOutputStream();
    private final List<Duration> slept = new ArrayList<>();

    private static RecordingReader recording() {
        return new RecordingReader(Recordings.chunks(
                Recordings.header(UUID.randomUUID()),
                List.of(
                        Recordings.output(SECOND / 2, "a"),
                        new RecordingEntry.Data(SECOND, RecordingEntry.Stream.INPUT, "typed".getBytes(UTF_8)),
                        new RecordingEntry.Resize(SECOND, 100, 30)),
                List.of(Recordings.output(60 * SECOND, "b\u001B[6n"), Recordings.exit(61 * SECOND, 4))));
    }

    private Optional<RecordingEnd> play(double speed, boolean skipIdle) throws Exception {
        return new Player(speed, skipIdle, slept::add).play(recording(), terminal);
    }

    @Test
    void it_plays_in_its_own_time() throws Exception {
        // When
        Optional<RecordingEnd> end = play(1, false);

        // Then
        assertThat(terminal.toString(UTF_8)).startsWith("ab\u001B[0m");
        assertThat(slept).containsExactly(Duration.ofMillis(500), Duration.ofMillis(59_500), Duration.ofSeconds(1));
        assertThat(end).contains(new RecordingEnd.Exited(4));
    }

    @Test
    void it_winds_on_to_a_time_and_shows_remarks_from_there() throws Exception {
        // When
        var _ = new Player(1, false, slept::add)
                .beginningAt(30 * SECOND)
                .with(List.of(
                        new Player.Remark(0, "before"), new Player.Remark(60 * SECOND, "look\u001B]0;x\u0007 here")))
                .play(recording(), terminal);

        // Then
        assertThat(slept).containsExactly(Duration.ofSeconds(30), Duration.ofSeconds(1));
        assertThat(terminal.toString(UTF_8)).contains("ab", "look ]0;x  here").doesNotContain("before", "\u001B]");
    }

    @Test
    void it_plays_faster() throws Exception {
        play(10, false);
        assertThat(slept).containsExactly(Duration.ofMillis(50), Duration.ofMillis(5950), Duration.ofMillis(100));
    }

    @Test
    void it_shortens_pauses() throws Exception {
        play(2, true);
        assertThat(slept).containsExactly(Duration.ofMillis(250), Duration.ofMillis(500), Duration.ofMillis(500));
    }

    @Test
    void an_interrupted_player_leaves_the_terminal_tidy() {
        // Given
        Player player = new Player(1, false, _ -> {
            throw new InterruptedException("Ctrl-C");
        });

        // Then
        assertThatThrownBy(() -> player.play(recording(), terminal)).isInstanceOf(InterruptedException.class);
        assertThat(terminal.toString(UTF_8)).contains("\u001B[?25h");
    }

    @Test
    void a_speed_is_more_than_nothing() {
        for (double speed : new double[] {0, -1, Double.NaN}) {
            assertThatThrownBy(() -> new Player(speed, false, Sleeper.THREAD))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void what_has_no_end_plays_as_far_as_it_goes() throws Exception {
        // Given
        RecordingReader running = new RecordingReader(
                Recordings.chunks(Recordings.header(UUID.randomUUID()), List.of(Recordings.output(1, "x"))));

        // When
        Optional<RecordingEnd> end = new Player(1, false, slept::add).play(running, terminal);

        // Then
        assertThat(end).isEmpty();
        assertThat(terminal.toString(UTF_8)).startsWith("x");
    }
}
