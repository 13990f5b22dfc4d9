package dev.sallyport.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A change of what people type is a diff of help.txt. {@code make golden} writes it anew. */
class HelpGoldenTest {

    private static final Path GOLDEN = Path.of("src/test/resources/dev/sallyport/cli/command/help.txt");

    @TempDir
    private Path folder = Path.of("");

    @Test
    void helpIsAsItWas() throws IOException {
        // Given
        List<String> commands = List.of(
                "",
                "login",
                "logout",
                "status",
                "ls",
                "ssh",
                "scp",
                "config",
                "proxy ssh",
                "sessions ls",
                "play",
                "recordings",
                "recordings search",
                "recordings comment",
                "recordings download",
                "recordings verify",
                "recordings export",
                "audit ls",
                "users",
                "users add",
                "users ls",
                "users rm",
                "users reset",
                "roles",
                "roles add",
                "roles ls",
                "roles rm",
                "tokens",
                "tokens add",
                "tokens ls",
                "tokens rm",
                "sso",
                "sso configure",
                "sso test",
                "sso scim",
                "completion",
                "version");

        // When
        StringBuilder help = new StringBuilder();
        commands.forEach(command -> help.append(helpOf(command)));

        // Then
        if (Boolean.getBoolean("golden.write")) {
            Files.createDirectories(GOLDEN.resolveSibling("."));
            Files.writeString(GOLDEN, help);
        }
        assertThat(help.toString()).isEqualTo(Files.readString(GOLDEN, StandardCharsets.UTF_8));
    }

    @Test
    void versionAndCompletion() {
        // Given
        Runner sally = new Runner(folder);

        // When / Then
        assertThat(sally.run("version")).isZero();
        assertThat(sally.terminal.shown()).isEqualTo("sally 1.2.3\n");
        assertThat(sally.run("completion")).isZero();
        assertThat(sally.terminal.shown()).contains("complete -F", "--search", "tokens");
    }

    private String helpOf(String command) {
        Runner sally = new Runner(folder);
        Stream<String> words = command.isEmpty() ? Stream.of() : Stream.of(command.split(" ", -1));
        int code = sally.run(Stream.concat(words, Stream.of("--help")).toArray(String[]::new));
        assertThat(code).as(sally.terminal.complained()).isZero();
        return "$ sally " + (command + " --help").strip() + "\n" + sally.terminal.shown() + "\n";
    }
}
