package dev.sallyport.agent.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LabelCommandTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    @Test
    void theValueIsTheOutputWithoutControlCharacters() throws Exception {
        // When
        String value = run("printf '  \\033[31mtwo\\nlines\\t \\n'");

        // Then
        assertThat(value).isEqualTo("[31mtwo lines");
    }

    @Test
    void aLongOutputIsCutAndTakenToItsEnd() throws Exception {
        // When
        String value = run("head -c 1000000 /dev/zero | tr '\\0' x");

        // Then
        assertThat(value).isEqualTo("x".repeat(256));
    }

    @Test
    void noCharacterIsTorn() {
        assertThat(LabelCommand.value("x".repeat(255) + "😀")).isEqualTo("x".repeat(255));
    }

    @Test
    void aCommandThatDoesNotEndIsEndedWithItsChildren() {
        assertThatThrownBy(
                        () -> LabelCommand.run(List.of("/bin/sh", "-c", "sleep 1000 & wait"), Duration.ofMillis(200)))
                .isInstanceOf(IOException.class);
    }

    @Test
    void aCommandThatFailsTellsNoValue() {
        assertThatThrownBy(() -> run("echo no; exit 3"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("3");
    }

    @Test
    void aCommandSeesNothingOfOurEnvironment() throws Exception {
        assertThat(run("env | sed 's/=.*//' | grep -vE '^(PWD|SHLVL|_|OLDPWD)$'"))
                .isEqualTo("PATH");
    }

    private static String run(String script) throws IOException, InterruptedException {
        return LabelCommand.run(List.of("/bin/sh", "-c", script), LIMIT);
    }
}
