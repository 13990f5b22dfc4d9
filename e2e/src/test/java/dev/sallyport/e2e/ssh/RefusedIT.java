package dev.sallyport.e2e.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.testing.dist.Ran;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Every refusal is one clear line and an exit code of its own. */
@ExtendWith(SharedWay.class)
class RefusedIT {

    private final Way way;

    @TempDir
    private Path empty = Path.of("");

    RefusedIT(Way way) {
        this.way = way;
    }

    @Test
    void unknownHost() {
        // When
        Ran ran = way.cluster().sally("proxy", "ssh", "nosuch:22");

        // Then
        assertThat(ran.exit()).isEqualTo(68);
        assertThat(ran.err().lines()).hasSize(1).first().asString().contains("nosuch");
    }

    @Test
    void nobodyLoggedIn() {
        // When
        Ran ran =
                way.cluster().run(Map.of("SALLY_HOME", empty.toString()), List.of(sally(), "proxy", "ssh", "box1:22"));

        // Then
        assertThat(ran.exit()).isEqualTo(77);
        assertThat(ran.err().lines()).hasSize(1).first().asString().contains("sally login");
    }

    @Test
    void loginThatNoRoleAllows() {
        // When
        Ran ran = way.client(
                "ssh", way.knock(), new String[0], "nobody@" + way.cluster().node(), "true");

        // Then
        assertThat(ran.exit()).isEqualTo(255);
        assertThat(ran.err()).contains("nobody");
    }

    @Test
    void wrongPasswordAndUnknownUserLookAlike() {
        // When
        Ran wrong = login("alice");
        Ran unknown = login("mallory");

        // Then
        assertThat(wrong.exit()).isEqualTo(unknown.exit()).isNotZero();
        assertThat(wrong.err()).isEqualTo(unknown.err());
    }

    private Ran login(String user) {
        return way.cluster()
                .run(
                        Map.of(
                                "SALLY_HOME",
                                empty.toString(),
                                "SALLY_PASSWORD",
                                "wrong wrong wrong",
                                "SALLY_OTP",
                                "123456"),
                        List.of(
                                sally(),
                                "login",
                                "--proxy=" + way.cluster().proxy(),
                                "--user=" + user,
                                "--ca-pin=" + way.cluster().pin()));
    }

    private static String sally() {
        return Path.of(System.getProperty("sallyport.dist"), "bin/sally").toString();
    }
}
