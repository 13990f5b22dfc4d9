package dev.sallyport.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.sallyport.api.v1.KeyRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logins with a second factor that answers a challenge. */
class FactorCommandsTest {

    @TempDir
    private Path folder = Path.of("");

    private final FakeAuth auth = new FakeAuth();
    private Runner sally = new Runner(folder);

    @BeforeEach
    void begin() {
        sally = new Runner(folder);
        auth.key = Optional.of(request("127.0.0.1"));
    }

    @AfterEach
    void end() {
        auth.close();
    }

    @Test
    void aKeyThatIsPluggedInIsAskedAndNobodyTypesACode() throws Exception {
        // Given
        sally.keys.plugged = true;

        // When
        int code = sally.run(login());

        // Then
        assertThat(code).as(sally.terminal.complained()).isZero();
        assertThat(sally.keys.touches).isEqualTo(1);
        assertThat(auth.finished.getFirst().getAnswer().hasAssertion()).isTrue();
        assertThat(sally.terminal.asked).isEmpty();
        assertThat(sally.terminal.complained()).contains("Touch your security key to log in as alice.");
    }

    @Test
    void aKeySignsForNoOtherCluster() throws Exception {
        // Given
        sally.keys.plugged = true;
        auth.key = Optional.of(request("proxy.of.somebody.else.example"));

        // When
        int code = sally.run(login());

        // Then
        assertThat(code).isNotZero();
        assertThat(sally.keys.touches).isZero();
        assertThat(sally.terminal.complained()).contains("you went to 127.0.0.1");
    }

    @Test
    void withoutAKeyACodeIsAskedFor() throws Exception {
        // Given
        sally.terminal.answer(() -> "123456");

        // When
        int code = sally.run(login());

        // Then
        assertThat(code).as(sally.terminal.complained()).isZero();
        assertThat(auth.finished.getFirst().getAnswer().getCode()).isEqualTo("123456");
    }

    @Test
    void theBrowserIsWaitedForWhereItIsAskedFor() throws Exception {
        // Given
        auth.page = "https://127.0.0.1/second-factor#challenge";

        // When
        int code = sally.run(login("--mfa-mode=browser"));

        // Then
        assertThat(code).as(sally.terminal.complained()).isZero();
        assertThat(sally.pages).containsExactly("https://127.0.0.1/second-factor#challenge");
        assertThat(auth.finished).hasSize(3).noneMatch(request -> request.hasAnswer());
    }

    @Test
    void aKeyAloneLogsInWithoutUserAndPassword() {
        // Given
        sally.keys.plugged = true;

        // When
        int code =
                sally.run("login", "--proxy=" + auth.address(), "--ca-pin=" + auth.authority.pin(), "--passwordless");

        // Then
        assertThat(code).as(sally.terminal.complained()).isZero();
        assertThat(sally.terminal.asked).isEmpty();
        assertThat(sally.terminal.shown()).contains("Logged in to test.example as alice");
    }

    private static KeyRequest request(String host) {
        return KeyRequest.newBuilder()
                .setChallenge(ByteString.copyFromUtf8("challenge"))
                .setRpId(host)
                .setOrigin("https://" + host)
                .build();
    }

    private String[] login(String... further) throws Exception {
        Path password = Files.writeString(folder.resolve("password"), FakeAuth.PASSWORD + "\n");
        return java.util.stream.Stream.concat(
                        java.util.stream.Stream.of(
                                "login",
                                "--proxy=" + auth.address(),
                                "--ca-pin=" + auth.authority.pin(),
                                "--user=alice",
                                "--password-file=" + password),
                        java.util.stream.Stream.of(further))
                .toArray(String[]::new);
    }
}
