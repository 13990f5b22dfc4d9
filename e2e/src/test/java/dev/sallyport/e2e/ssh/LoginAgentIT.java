package dev.sallyport.e2e.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.testing.dist.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A login puts its key into the ssh-agent that runs, and a logout takes it out. */
@Tag("slow")
@ExtendWith(SharedWay.class)
class LoginAgentIT {

    private final Way way;

    LoginAgentIT(Way way) {
        this.way = way;
    }

    @Test
    void keysAreInTheAgentFromLoginToLogout() throws IOException {
        // Given: an agent that holds nothing, and a person who was invited
        Path home = Files.createTempDirectory(way.cluster().directory(), "bob");
        String login = "sally login --proxy=%s --invite=%s --password-file=%s --otp-secret-out=%s >&2"
                .formatted(
                        way.cluster().proxy(),
                        invitation("bob"),
                        Files.writeString(home.resolve("password"), "correct horse battery"),
                        home.resolve("otp"));
        String listed = "ssh-add -l || true";
        String direct = "ssh-add -L | grep -c cert-v01 || true";

        // When
        Ran ran = way.cluster()
                .run(
                        Map.of("SALLY_HOME", home.resolve("sally").toString(), "PATH", path()),
                        List.of(
                                "ssh-agent",
                                "sh",
                                "-ec",
                                String.join(
                                        "; echo ---; ", listed, login, listed, direct, "sally logout >&2", listed)));

        // Then
        String[] parts = ran.orFail().split("---\n", -1);
        assertThat(parts[0]).contains("no identities");
        assertThat(parts[2]).contains("ED25519");
        assertThat(parts[3].strip()).isEqualTo("1");
        assertThat(parts[5]).contains("no identities");
    }

    private String invitation(String name) {
        String answer = way.cluster()
                .admin(
                        "users",
                        "add",
                        name,
                        "--roles=access",
                        "--logins=" + way.user().name(),
                        "--format=json")
                .orFail();
        Matcher link = Pattern.compile("\"link\"\\s*:\\s*\"([^\"]+)\"").matcher(answer);
        assertThat(link.find()).as(answer).isTrue();
        return link.group(1);
    }

    private static String path() {
        return Path.of(System.getProperty("sallyport.dist", "")).resolve("bin") + ":" + System.getenv("PATH");
    }
}
