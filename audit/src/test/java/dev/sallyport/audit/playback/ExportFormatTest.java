package dev.sallyport.audit.playback;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.audit.recording.RecordingEntry;
import dev.sallyport.audit.recording.RecordingHeader;
import dev.sallyport.audit.recording.RecordingReader;
import dev.sallyport.audit.recording.Recordings;
import dev.sallyport.audit.terminal.Unseen;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Exports hold what passed, and nothing that acts on a terminal. */
final class ExportFormatTest {

    private static final RecordingHeader HEADER =
            Recordings.header(UUID.fromString("019b7a00-2222-7000-8000-000000000002"));

    private static String export(ExportFormat format, RecordingEntry... entries) throws IOException {
        StringBuilder out = new StringBuilder();
        format.export(new RecordingReader(Recordings.chunks(HEADER, List.of(entries))), out);
        return out.toString();
    }

    private static RecordingEntry bytes(long micros, RecordingEntry.Stream stream, byte[] bytes) {
        return new RecordingEntry.Data(micros, stream, bytes);
    }

    @Example
    void asciicast_is_what_asciinema_plays() throws IOException {
        // When
        String cast = export(
                ExportFormat.ASCIICAST,
                Recordings.output(1_500_000, "\u001B[1mhi\u001B[0m \"ä\"\r\n"),
                bytes(1_600_000, RecordingEntry.Stream.INPUT, "q".getBytes(UTF_8)),
                new RecordingEntry.Resize(2_000_000, 100, 30),
                Recordings.exit(2_000_001, 0));

        // Then
        assertThat(cast).isEqualTo("""
                        {"version": 2, "width": 80, "height": 24, "timestamp": 1767262830, "title": "alice, www@web-1", "env": {"TERM": "xterm-256color"}}
                        [1.500000, "o", "\\u001b[1mhi\\u001b[0m \\"ä\\"\\r\\n"]
                        [1.600000, "i", "q"]
                        [2.000000, "r", "100x30"]
                        [2.000001, "m", "exit 0"]
                        """);
    }

    @Example
    void json_is_one_object_a_line() throws IOException {
        // When
        String json = export(
                ExportFormat.JSON,
                Recordings.output(1, "a\u001B]0;x\u0007\u009B"),
                bytes(2, RecordingEntry.Stream.STDERR, "e".getBytes(UTF_8)),
                new RecordingEntry.Resize(3, 1, 2),
                Recordings.exit(4, 5));

        // Then
        assertThat(json.lines().skip(1))
                .containsExactly(
                        "{\"time\": 0.000001, \"type\": \"output\", \"data\": \"a\\u001b]0;x\\u0007\\u009b\"}",
                        "{\"time\": 0.000002, \"type\": \"stderr\", \"data\": \"e\"}",
                        "{\"time\": 0.000003, \"type\": \"resize\", \"columns\": 1, \"rows\": 2}",
                        "{\"time\": 0.000004, \"type\": \"end\", \"exit_code\": 5}");
        assertThat(json)
                .startsWith(
                        "{\"time\": 0.000000, \"type\": \"header\", \"session\": \"019b7a00-2222-7000-8000-000000000002\", \"user\": \"alice\"");
    }

    @Example
    void text_is_what_was_to_be_read() throws IOException {
        // When
        String text = export(
                ExportFormat.TEXT,
                Recordings.output(1, "\u001B[1;32m$\u001B[0m ls\r\n\u001B]0;title\u0007a\tb\r\n"),
                bytes(2, RecordingEntry.Stream.INPUT, "secret".getBytes(UTF_8)),
                Recordings.output(3, "10%\r20%\r"),
                Recordings.output(4, "\u0007x\by\u0005\u202E"));

        // Then
        assertThat(text).isEqualTo("$ ls\na\tb\n10%\n20%\nxy^E\\u202e");
    }

    @Example
    void a_character_in_two_entries_is_one_character() throws IOException {
        // Given
        byte[] euro = "€".getBytes(UTF_8);
        RecordingEntry first = bytes(1, RecordingEntry.Stream.OUTPUT, new byte[] {euro[0]});
        RecordingEntry second = bytes(2, RecordingEntry.Stream.OUTPUT, new byte[] {euro[1], euro[2]});

        // Then
        assertThat(export(ExportFormat.TEXT, first, second)).isEqualTo("€");
        assertThat(export(ExportFormat.JSON, first, second)).contains("\"data\": \"€\"");
    }

    @Property(tries = 500)
    void no_export_holds_anything_that_acts_on_a_terminal(@ForAll byte[] garbage) throws IOException {
        for (ExportFormat format : ExportFormat.values()) {
            String exported = export(format, bytes(1, RecordingEntry.Stream.OUTPUT, garbage));
            assertThat(exported.chars().filter(c -> c != '\n' && c != '\t'))
                    .noneMatch(c -> Unseen.isUnseen((char) (int) c));
        }
    }
}
