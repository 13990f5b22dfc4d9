package dev.sallyport.audit.playback;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** A terminal that plays a recording draws, and does nothing else. */
final class TerminalGuardTest {

    private static final String ESC = "\u001B";

    private static final List<String> HARMFUL = List.of(
            ESC + "]0;title\u0007",
            ESC + "]2;title" + ESC + "\\",
            ESC + "]52;c;cm0gLXJmIC8K\u0007",
            ESC + "]8;;http://evil.example\u0007",
            ESC + "]11;?\u0007",
            ESC + "P$q\"p" + ESC + "\\",
            ESC + "P0;1|17/ab" + ESC + "\\",
            ESC + "_G payload" + ESC + "\\",
            ESC + "^private" + ESC + "\\",
            ESC + "Xstring" + ESC + "\\",
            ESC + "[c",
            ESC + "[>c",
            ESC + "[=c",
            ESC + "[6n",
            ESC + "[?6n",
            ESC + "[0x",
            ESC + "[21t",
            ESC + "[8;1;1t",
            ESC + "[?2004$p",
            ESC + "[5i",
            ESC + "[?1000h",
            ESC + "[?1006h",
            ESC + "[?2004h",
            ESC + "[?1;1006h",
            ESC + "[>4;2m",
            ESC + "[>1u",
            ESC + "[20h",
            ESC + "Z",
            ESC + "c",
            "\u0005",
            "\u0000\u007F",
            "\u009B6n",
            "\u009D52;c;eA==\u009C",
            "\u0090$qm\u009C",
            "\u0085",
            ESC + "[" + "1;".repeat(100) + "m");

    private static String pass(String text) {
        return new TerminalGuard().pass(text.getBytes(UTF_8));
    }

    @Example
    void what_draws_gets_through() {
        for (String harmless : List.of(
                "plain text, äöü, 漢字, \uD83D\uDE00\r\n",
                ESC + "[1;31mred" + ESC + "[0m",
                ESC + "[38;2;1;2;3m" + ESC + "[48:5:1m",
                ESC + "[2J" + ESC + "[H" + ESC + "[10;20H" + ESC + "[3A" + ESC + "[K" + ESC + "[?1049h" + ESC + "[?25l",
                ESC + "7" + ESC + "8" + ESC + "M" + ESC + "(0qqq" + ESC + "(B",
                ESC + "[1;20r" + ESC + "[3L" + ESC + "[2P" + ESC + "[4h" + ESC + "[2 q" + ESC + "[!p",
                "a\bb\tc\u0007")) {
            assertThat(pass(harmless)).isEqualTo(harmless);
        }
    }

    @Example
    void what_could_do_harm_does_not() {
        for (String harmful : HARMFUL) {
            assertThat(pass("before" + harmful + "after"))
                    .as(harmful.replace(ESC, "ESC "))
                    .isEqualTo("beforeafter");
        }
    }

    @Example
    void a_sequence_in_pieces_is_judged_as_one() {
        // Given
        TerminalGuard guard = new TerminalGuard();
        StringBuilder passed = new StringBuilder();

        // When
        for (byte one : ("a" + ESC + "]52;c;eA==" + ESC + "\\" + "ä" + ESC + "[31mb").getBytes(UTF_8)) {
            passed.append(guard.pass(new byte[] {one}));
        }

        // Then
        assertThat(passed).hasToString("aä" + ESC + "[31mb");
    }

    @Example
    void a_sequence_within_another_does_not_slip_through() {
        assertThat(pass(ESC + "[3" + ESC + "[6n" + "a")).isEqualTo("a");
        assertThat(pass(ESC + "[\u001A6na")).isEqualTo("6na");
        assertThat(pass(ESC + "]0;x" + ESC + "[6n" + "a")).isEqualTo("a");
        assertThat(pass(ESC + ESC + "[6na")).isEqualTo("a");
    }

    @Example
    void a_string_without_an_end_does_not_hide_the_rest_for_ever() {
        assertThat(pass(ESC + "]0;" + "x".repeat(1 << 20) + "seen")).endsWith("seen");
    }

    @Example
    void the_terminal_is_left_as_it_was() {
        // Given
        TerminalGuard guard = new TerminalGuard();

        // When
        guard.pass((ESC + "[?1049h" + ESC + "[?25l").getBytes(UTF_8));

        // Then
        assertThat(guard.tidyUp()).contains(ESC + "[?1049l").contains(ESC + "[?25h");
        assertThat(new TerminalGuard().tidyUp()).doesNotContain("1049");
    }

    @Property(tries = 1000)
    void whatever_comes_only_listed_sequences_go(@ForAll byte[] garbage) {
        // When
        String passed = new TerminalGuard().pass(garbage);

        // Then
        String rest = passed.replaceAll(ESC + "\\[[0-9;:?! ]*[@-~]|" + ESC + "[()*+#]?[0-9A-Z<=>`]", "");
        assertThat(rest.chars().filter(c -> c < 0x20 || (c >= 0x7F && c < 0xA0)))
                .allMatch(c -> SafeSequences.isSafeControl((char) (int) c));
    }
}
