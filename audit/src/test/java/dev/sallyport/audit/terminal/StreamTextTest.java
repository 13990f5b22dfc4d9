package dev.sallyport.audit.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StreamTextTest {

    private static final String NUL = "\0";

    @Test
    void aCharacterThatIsCutAnywhereComesWhole() {
        // Given
        StreamText text = new StreamText();
        StringBuilder all = new StringBuilder();
        // When
        for (byte one : "größer 🏠".getBytes(StandardCharsets.UTF_8)) {
            all.append(text.next(new byte[] {one}));
        }
        // Then
        assertThat(all).hasToString("größer 🏠");
    }

    @Test
    void anEmptyDiskIsHardlyAnyText() {
        // Given
        byte[] disk = new byte[10 << 20];
        byte[] name = "etc/passwd".getBytes(StandardCharsets.UTF_8);
        System.arraycopy(name, 0, disk, 5 << 20, name.length);
        // When
        String text = new StreamText().next(disk);
        // Then
        assertThat(text).contains(NUL + "etc/passwd" + NUL).hasSizeLessThan(1024);
    }

    @Test
    void nothingButNulIsLeftOutWhereverRunsBeginAndEnd() {
        Random random = new Random(7);
        for (int round = 0; round < 500; round++) {
            // Given
            byte[] bytes = wordsAndRuns(random);
            // When
            String text = new StreamText().next(bytes);
            // Then
            String whole = new String(bytes, StandardCharsets.US_ASCII);
            assertThat(text.replaceAll("\0+", NUL)).isEqualTo(whole.replaceAll("\0+", NUL));
            assertThat(Arrays.stream(text.split("[^\0]+")).mapToInt(String::length))
                    .allMatch(run -> run <= 2 * StreamText.LONG_RUN);
        }
    }

    private static byte[] wordsAndRuns(Random random) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < 20; i++) {
            bytes.writeBytes("x".repeat(random.nextInt(100)).getBytes(StandardCharsets.US_ASCII));
            bytes.writeBytes(new byte[random.nextInt(random.nextBoolean() ? 10 : 500)]);
        }
        return bytes.toByteArray();
    }
}
