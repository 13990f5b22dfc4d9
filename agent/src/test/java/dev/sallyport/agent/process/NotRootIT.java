package dev.sallyport.agent.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.model.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;

/** An agent that is not root, with an account of its own: it runs things as itself and as no one else. */
@Timeout(60)
class NotRootIT {

    @TempDir
    Path folder;

    private final String user = "sp" + UUID.randomUUID().toString().substring(0, 8);
    private String classes = "";

    @BeforeEach
    void makeUser() throws Exception {
        run("useradd", "-M", "-d", "/", "-s", "/bin/sh", "-p", "*", user);
    }

    @AfterEach
    void removeUser() throws Exception {
        run("userdel", "-f", user);
    }

    private static void run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.onExit().join().exitValue()).as(said).isZero();
    }

    /** Where the account can read them. */
    @BeforeEach
    void copyClasses() throws Exception {
        Files.setAttribute(folder, "unix:mode", 0755, LinkOption.NOFOLLOW_LINKS);
        Set<String> copies = new LinkedHashSet<>();
        for (Class<?> one : List.of(Launcher.class, PamChild.class, Failure.class, Logger.class)) {
            Path from = Path.of(
                    one.getProtectionDomain().getCodeSource().getLocation().toURI());
            Path to = folder.resolve("classes-" + copies.size());
            copy(from, to);
            copies.add(to.toString());
        }
        classes = String.join(":", copies);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path one : all.toList()) {
                Files.copy(one, to.resolve(from.relativize(one).toString()));
            }
        }
    }

    @Test
    void itRunsThingsAsItself() throws Exception {
        assertThat(asUser(user, "id -un; exit 3")).isEqualTo(user + "\nExited[code=3]\n");
    }

    @Test
    void anotherLoginIsRefusedClearly() throws Exception {
        assertThat(asUser("root", "id -un"))
                .contains("this agent runs as " + user + " and can only open sessions for " + user
                        + "; to reach root, run the agent as root")
                .doesNotContain("Exited");
    }

    private String asUser(String login, String command) throws IOException {
        Process process = new ProcessBuilder(
                        "setpriv",
                        "--reuid=" + user,
                        "--regid=" + user,
                        "--clear-groups",
                        Path.of(System.getProperty("java.home", ""), "bin", "java")
                                .toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        classes,
                        PamChild.class.getName(),
                        login,
                        command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        process.getOutputStream().close();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
