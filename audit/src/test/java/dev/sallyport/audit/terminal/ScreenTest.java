package dev.sallyport.audit.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A screen shows what a terminal shows. */
final class ScreenTest {

    private static final long SECOND = 1_000_000;

    private final List<String> shown = new ArrayList<>();
    private final List<Long> times = new ArrayList<>();
    private Screen screen = screen(20, 4);

    private Screen screen(int columns, int rows) {
        return new Screen(columns, rows, (time, line) -> {
            shown.add(line);
            times.add(time);
        });
    }

    private ScreenTest feed(String output) {
        screen.feed(0, output.getBytes(UTF_8));
        return this;
    }

    private List<String> rows() {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < screen.grid().height(); i++) {
            rows.add(screen.grid().row(i).text().stripTrailing());
        }
        return rows;
    }

    @Test
    void text_wraps_and_scrolls() {
        feed("one\r\ntwo\r\nthree\r\nfour\r\nfive");
        assertThat(rows()).containsExactly("two", "three", "four", "five");
        assertThat(shown).containsExactly("one");
    }

    @Test
    void a_line_that_was_too_long_for_a_row_is_one_line() {
        // Given
        feed("$ rm -rf /srv/backups/of/last/year --no-preserve-root\r\n");
        assertThat(rows()).startsWith("$ rm -rf /srv/backup", "s/of/last/year --no-", "preserve-root");

        // When
        screen.end();

        // Then
        assertThat(shown).containsExactly("$ rm -rf /srv/backups/of/last/year --no-preserve-root");
    }

    @Test
    void a_long_line_stays_one_line_when_it_scrolls_away_piece_by_piece() {
        feed("x".repeat(50) + "end\r\n1\r\n2\r\n3\r\n4\r\n");
        assertThat(shown).startsWith("x".repeat(50) + "end");
    }

    @Test
    void sequences_move_erase_insert_and_delete() {
        feed("abcdef\u001B[3D\u001B[PX\u001B[2@\u001B[1G\u001B[1X");
        assertThat(rows()).startsWith(" bcX  f");
        feed("\u001B[2J\u001B[2;3Hhere\u001B[1;1H\u001B[L");
        assertThat(rows()).containsExactly("", "", "  here", "");
        feed("\u001B[3;4H\u001B[1K");
        assertThat(rows()).containsExactly("", "", "    re", "");
    }

    @Test
    void a_region_scrolls_alone() {
        feed("1\r\n2\r\n3\r\n4\u001B[2;3r\u001B[3;1H\nnew\u001B[r");
        assertThat(rows()).containsExactly("1", "3", "new", "4");
        feed("\u001B[2;3r\u001B[2;1H\u001BMup\u001B[r");
        assertThat(rows()).containsExactly("1", "up", "3", "4");
    }

    @Test
    void the_other_screen_comes_and_goes_and_what_it_showed_is_known() {
        // When
        feed("shell\r\n\u001B[?1049h\u001B[Heditor text");
        screen.feed(SECOND, "\u001B[?1049l$".getBytes(UTF_8));

        // Then
        assertThat(rows()).containsExactly("shell", "$", "", "");
        assertThat(shown).containsExactly("editor text");
    }

    @Test
    void wide_and_combining_characters_and_line_drawing() {
        feed("日本e\u0301|\u001B(0qx\u001B(B|");
        assertThat(rows()).startsWith("日本é|─│|");
        assertThat(screen.cursor.column()).isEqualTo(9);
    }

    @Test
    void what_is_typed_counts_once_and_what_was_replaced_counts_too() {
        // When: typed with pauses, wiped out, typed anew
        long time = 0;
        for (char key : "$ rm -rf /\r\u001B[K$ ls\r\n".toCharArray()) {
            time += SECOND;
            screen.feed(time, Character.toString(key).getBytes(UTF_8));
        }
        screen.end();

        // Then
        assertThat(shown).containsExactly("$ rm -rf /", "$ ls");
        assertThat(times.getFirst()).isLessThan(times.getLast());
    }

    @Test
    void a_progress_bar_without_pause_is_what_it_was_in_the_end() {
        feed("10 %\r20 %\r100 %\r\ndone\r\n");
        screen.end();
        assertThat(shown).containsExactly("100 %", "done");
    }

    @Test
    void a_picture_draws_the_same_screen_again() {
        // Given
        Random random = new Random(7);
        for (int round = 0; round < 300; round++) {
            screen = screen(20, 4);
            feed(nonsense(random, 400));
            Screen copy = screen(20, 4);

            // When
            copy.feed(0, screen.picture(100_000).getBytes(UTF_8));

            // Then
            List<String> original = rows();
            String again = screen.picture(100_000);
            screen = copy;
            assertThat(rows()).isEqualTo(original);
            assertThat(copy.picture(100_000)).isEqualTo(again);
        }
    }

    @Test
    void hostile_bytes_and_sizes_are_survived_in_bounded_memory() {
        // Given
        Random random = new Random(3);

        // When
        for (int round = 0; round < 200; round++) {
            byte[] bytes = new byte[1000];
            random.nextBytes(bytes);
            screen.feed(round, bytes);
            feed(nonsense(random, 200));
            screen.resize(random.nextInt(12_000), random.nextInt(12_000));
            feed("\u001B[9999;9999Hx\u001B[9999L\u001B[9999M\u001B[9999@\u001B[9999P\u001B[9999b");
        }
        screen.resize(10_000, 10_000);
        feed("y".repeat(300_000));

        // Then
        assertThat(screen.grid().height() * screen.grid().columns()).isLessThanOrEqualTo(1 << 20);
        screen.resize(80, 24);
        feed("\u001Bcstill here");
        assertThat(rows()).startsWith("still here");
    }

    private static String nonsense(Random random, int length) {
        List<String> parts = Arrays.asList(
                "a",
                "bc",
                "日",
                "\r",
                "\n",
                "\b",
                "\t",
                "\u001B[",
                "\u001B]0;x\u0007",
                "5",
                ";",
                "H",
                "J",
                "K",
                "m",
                "r",
                "A",
                "B",
                "C",
                "D",
                "L",
                "M",
                "P",
                "@",
                "X",
                "S",
                "T",
                "h",
                "l",
                "?7",
                "?1049",
                "?6",
                "31",
                "38;5;9",
                "\u001B(0",
                "\u001B(B",
                "\u001B7",
                "\u001B8",
                "\u001BM",
                "\u000E",
                "\u000F",
                "\u0301",
                "\u00ff");
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(parts.get(random.nextInt(parts.size())));
        }
        return text.toString();
    }
}
