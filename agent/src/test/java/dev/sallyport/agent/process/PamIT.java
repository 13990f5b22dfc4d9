package dev.sallyport.agent.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sessions through the host's real PAM stack. The service file of the test lies over {@code /etc/pam.d/runuser} in a mount
 * namespace of the child's own: nobody else on the host sees it, and nothing is left of it.
 */
@Timeout(60)
class PamIT {

    @TempDir
    Path folder;

    private String user = "";

    @BeforeEach
    void makeUser() throws Exception {
        user = "sp" + UUID.randomUUID().toString().substring(0, 8);
        run("useradd", "-M", "-d", "/", "-s", "/bin/sh", "-p", "*", user);
    }

    @AfterEach
    void removeUser() throws Exception {
        run("userdel", "-f", user);
    }

    @Test
    void aSessionIsOpenedAndClosedAndGetsWhatPamSets() throws Exception {
        // Given
        Path trace = folder.resolve("trace");
        Path script = folder.resolve("trace.sh");
        Files.writeString(script, "#!/bin/sh\necho \"$PAM_TYPE $PAM_USER\" >> " + trace + "\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        Files.writeString(folder.resolve("env"), "FROM_PAM=yes\n");

        // When
        String said = session(
                "session required pam_exec.so " + script + "\nsession required pam_env.so envfile="
                        + folder.resolve("env") + "\n",
                "id -un; echo $FROM_PAM; exit 7");

        // Then
        assertThat(said).isEqualTo(user + "\nyes\nExited[code=7]\n");
        assertThat(Files.readAllLines(trace)).containsExactly("open_session " + user, "close_session " + user);
    }

    @Test
    void aRefusalOfPamIsOneLineAndAnExitAndNothingRuns() throws Exception {
        // When
        String said = session("session required pam_deny.so\n", "touch " + folder.resolve("ran"));

        // Then
        assertThat(said.lines()).hasSize(2);
        assertThat(said).contains("cannot open session").endsWith("Exited[code=1]\n");
        assertThat(folder.resolve("ran")).doesNotExist();
    }

    private String session(String sessionLines, String command) throws Exception {
        Path service = Files.writeString(folder.resolve("runuser"), "auth sufficient pam_rootok.so\n" + sessionLines);
        Files.setAttribute(folder, "unix:mode", 0755, LinkOption.NOFOLLOW_LINKS);
        List<String> line = new ArrayList<>(List.of(
                "unshare",
                "-m",
                "sh",
                "-c",
                "mount --bind " + service + " /etc/pam.d/runuser && exec \"$@\"",
                "sh",
                Path.of(System.getProperty("java.home", ""), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path", "")),
                PamChild.class.getName(),
                user,
                command));
        Process process = new ProcessBuilder(line)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        process.getOutputStream().close();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static void run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.onExit().join().exitValue()).as(said).isZero();
    }
}
