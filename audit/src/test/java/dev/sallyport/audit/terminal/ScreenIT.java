package dev.sallyport.audit.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What tmux shows after some output, our screen shows too. */
final class ScreenIT {

    private static final int ROUNDS = 12;
    private static final List<String> PARTS = List.of(
            "some text",
            "a",
            "é",
            "\r",
            "\n",
            "\r\n",
            "\b",
            "\t",
            "\u001B[A",
            "\u001B[2B",
            "\u001B[3C",
            "\u001B[2D",
            "\u001B[5;9H",
            "\u001B[H",
            "\u001B[K",
            "\u001B[1K",
            "\u001B[J",
            "\u001B[1J",
            "\u001B[2L",
            "\u001B[M",
            "\u001B[3P",
            "\u001B[2@",
            "\u001B[4X",
            "\u001B[r",
            "\u001BM",
            "\u001B7",
            "\u001B8",
            "\u001B[31;1m",
            "\u001B[m",
            "\u001B[2S",
            "\u001B[12G",
            "\u001B[3d",
            "\u001B]0;title\u0007");

    @TempDir
    Path folder;

    @Test
    void it_draws_as_tmux_does() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            // Given
            Random random = new Random(round);
            StringBuilder output = new StringBuilder();
            for (int i = 0; i < 120; i++) {
                output.append(PARTS.get(random.nextInt(PARTS.size())));
            }
            Screen screen = new Screen(40, 12, (_, _) -> {});

            // When
            screen.feed(0, output.toString().getBytes(UTF_8));

            // Then
            List<String> rows = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                rows.add(screen.grid().row(i).text().stripTrailing());
            }
            assertThat(String.join("\n", rows).stripTrailing())
                    .as("round %s", round)
                    .isEqualTo(asInTmux(output.toString()));
        }
    }

    private String asInTmux(String output) throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("output"), output);
        Path socket = folder.resolve("tmux" + output.hashCode());
        String quiet = "stty -opost -echo; cat '" + file + "'; printf '\\033]2;drawn\\007'; sleep 60";
        var _ = tmux(socket, "-f", "/dev/null", "new-session", "-d", "-x", "40", "-y", "12", quiet);
        try {
            String title = "";
            for (int asked = 0; asked < 2_000 && !title.equals("drawn"); asked++) {
                title = tmux(socket, "display-message", "-p", "#{pane_title}").strip();
            }
            assertThat(title).isEqualTo("drawn");
            return tmux(socket, "capture-pane", "-p").stripTrailing();
        } finally {
            var _ = tmux(socket, "kill-server");
        }
    }

    private static String tmux(Path socket, String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("tmux", "-u", "-S", socket.toString()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("TERM", "xterm");
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().remove("TMUX");
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return said;
    }
}
