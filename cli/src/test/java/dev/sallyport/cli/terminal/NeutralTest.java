package dev.sallyport.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing that somebody else chose does anything to a terminal. */
class NeutralTest {

    @ParameterizedTest
    @CsvSource({
        "'\u001b[2J', '\\x1b[2J'",
        "'a\u001b]0;title\u0007b', 'a\\x1b]0;title\\x07b'",
        "'c1\u009b31m', 'c1\\x9b31m'",
        "'over\rwritten', 'over\\x0dwritten'",
        "'two\nlines', 'two\\x0alines'",
        "'del\u007f', 'del\\x7f'",
        "'bidi\u202etxt.exe', 'bidi\\u{202e}txt.exe'",
        "'isolate\u2066x\u2069', 'isolate\\u{2066}x\\u{2069}'",
        "'zero\u200bwidth', 'zero\\u{200b}width'",
        "'bom\ufeff', 'bom\\u{feff}'",
        "'line\u2028sep', 'line\\u{2028}sep'",
        "'lone\ud83d', 'lone\\u{d83d}'",
        "'private\ue000', 'private\\u{e000}'"
    })
    void writesOutWhatActs(String text, String shown) {
        assertThat(Neutral.line(text)).isEqualTo(shown);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "box-1.example", "größe", "日本", "emoji 😀", "a b"})
    void leavesWhatIsPlain(String text) {
        assertThat(Neutral.line(text)).isEqualTo(text);
    }

    @Test
    void noCharacterActsAfterwards() {
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            // Given
            String text = "x" + Character.toString(c);

            // When
            String line = Neutral.line(text);

            // Then
            assertThat(line.codePoints().allMatch(Neutral::visible))
                    .as("U+%04x", c)
                    .isTrue();
        }
    }
}
