package dev.sallyport.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.cli.login.OtpSecret;
import dev.sallyport.cli.profile.Profile;
import dev.sallyport.cli.profile.ProfileFiles;
import dev.sallyport.pki.CaPin;
import dev.sallyport.testing.TestAuthority;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Getting in, staying in, getting out. */
class LoginCommandTest {

    @TempDir
    private Path folder = Path.of("");

    private final FakeAuth auth = new FakeAuth();
    private Runner sally = new Runner(folder);

    @BeforeEach
    void begin() {
        sally = new Runner(folder);
    }

    @AfterEach
    void end() {
        auth.close();
    }

    @Test
    void scriptAcceptsAnInviteWithoutAnyQuestion() throws Exception {
        // Given
        Path password = Files.writeString(folder.resolve("password"), FakeAuth.PASSWORD + "\n");
        Path secret = folder.resolve("secret");

        // When
        int code = sally.run(
                "login", "--invite=" + auth.link(), "--password-file=" + password, "--otp-secret-out=" + secret);

        // Then: logged in, and the code that confirmed is not the one that logged in
        assertThat(code).as(sally.terminal.complained()).isZero();
        assertThat(sally.terminal.asked).isEmpty();
        assertThat(sally.terminal.shown()).contains("Logged in to test.example as alice until");
        assertThat(secret).hasContent(FakeAuth.SECRET);
        assertThat(auth.accepted.getFirst().getOtp())
                .matches("[0-9]{6}")
                .isNotEqualTo(auth.logins.getFirst().getOtp());
        assertThat(sally.terminal.shown() + sally.terminal.complained()).doesNotContain(FakeAuth.SECRET);
    }

    @Test
    void personAcceptsAnInvite() {
        // Given: a person who mistypes the second password once
        for (String typed :
                List.of("one password of mine", "another one of mine", FakeAuth.PASSWORD, FakeAuth.PASSWORD)) {
            sally.terminal.answer(() -> typed);
        }
        sally.terminal.answer(() ->
                new OtpSecret(FakeAuth.SECRET).code(OtpSecret.step(Instant.now().getEpochSecond())));

        // When
        int code = sally.run("login", "--invite=" + auth.link());

        // Then
        assertThat(code).as(sally.terminal.complained()).isZero();
        assertThat(sally.terminal.complained())
                .contains("█", "otpauth://totp/test.example:alice?secret=" + FakeAuth.SECRET);
        assertThat(sally.terminal.asked.subList(0, 4)).allMatch(question -> question.endsWith("(hidden)"));
        assertThat(sally.terminal.shown()).contains("Logged in");
    }

    @Test
    void filesAreTheOwnersAlone() throws Exception {
        // Given / When
        logIn();

        // Then
        try (Stream<Path> all = Files.walk(sally.home)) {
            assertThat(all.toList())
                    .hasSizeGreaterThan(9)
                    .allSatisfy(path -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                            .as(path.toString())
                            .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------"));
        }
    }

    @Test
    void opensshReadsWhatALoginLeaves() throws Exception {
        // Given
        logIn();
        ProfileFiles files = new ProfileFiles(profile().folder());

        // When
        String certificate =
                run("ssh-keygen", "-L", "-f", files.sshCertificate().toString());
        String derived = run("ssh-keygen", "-y", "-f", files.sshKey().toString());

        // Then
        assertThat(certificate).contains("user certificate", "ubuntu", "permit-pty");
        assertThat(derived.split(" ", -1)[1])
                .isEqualTo(Files.readString(files.sshPublicKey()).split(" ", -1)[1]);
        assertThat(files.knownHosts()).content().startsWith("@cert-authority * ssh-ed25519 ");
    }

    @Test
    void wrongPinStopsBeforeAnythingSecretIsSent() {
        // Given
        CaPin other = new TestAuthority(InstantSource.system()).pin();

        // When
        int code = sally.run(login("--ca-pin=" + other));

        // Then
        assertThat(code).isNotZero();
        assertThat(auth.logins).isEmpty();
        assertThat(sally.terminal.complained()).contains("does not match the pin", other.toString());
    }

    @Test
    void withoutAnyProofOfTheProxyNothingIsSentAndAPinIsAskedFor() {
        // When
        int code = sally.run(login());

        // Then
        assertThat(code).isEqualTo(77);
        assertThat(auth.logins).isEmpty();
        assertThat(sally.terminal.complained()).contains("--ca-pin=sha256:");
    }

    @Test
    void publicCertificateVouchesForThePins() {
        // Given
        sally.publicTrust = _ -> List.of(auth.authority.pin());

        // When / Then
        assertThat(sally.run(login())).as(sally.terminal.complained()).isZero();
    }

    @Test
    void laterLoginsKnowTheClusterAlready() {
        // Given
        logIn();

        // When / Then
        assertThat(sally.run(login())).as(sally.terminal.complained()).isZero();
        assertThat(auth.logins).hasSize(2);
    }

    @Test
    void refusedLoginLeavesTheEarlierOne() {
        // Given
        logIn();
        Profile before = profile();
        sally.environment.put("SALLY_PASSWORD", "wrong wrong wrong");

        // When
        int code = sally.run("login", "--proxy=" + auth.address(), "--user=alice", "--otp=000000");

        // Then
        assertThat(code).isEqualTo(77);
        assertThat(sally.terminal.complained()).isEqualTo("sally: login refused\n");
        assertThat(profile()).isEqualTo(before);
    }

    @Test
    void nobodyToAskIsToldHowToAnswer() {
        // When
        int code = sally.run("login", "--proxy=" + auth.address(), "--user=alice", "--ca-pin=" + auth.authority.pin());

        // Then
        assertThat(code).isEqualTo(64);
        assertThat(sally.terminal.complained()).contains("--password-file");
    }

    @Test
    void passwordFromStandardInput() {
        // Given
        sally.terminal.input = FakeAuth.PASSWORD + "\nmore\n";

        // When
        int code = sally.run(
                "login",
                "--proxy=" + auth.address(),
                "--user=alice",
                "--otp=123456",
                "--password-file=-",
                "--ca-pin=" + auth.authority.pin());

        // Then
        assertThat(code).as(sally.terminal.complained()).isZero();
    }

    @Test
    void statusTellsHowLongAndExpiryIsAnExitCode() {
        // Given
        logIn();

        // When / Then
        assertThat(sally.run("status")).isZero();
        assertThat(sally.terminal.shown()).contains("test.example", "alice", "ubuntu", "left");
        sally.clock = InstantSource.offset(InstantSource.system(), Duration.ofHours(13));
        assertThat(sally.run("status")).isEqualTo(77);
        assertThat(sally.terminal.shown()).contains("EXPIRED", "sally login --proxy=" + auth.address());
        assertThat(sally.run("ls")).isEqualTo(77);
        assertThat(sally.terminal.complained()).contains("has expired").hasLineCount(1);
    }

    @Test
    void logoutLeavesNoKeys() throws Exception {
        // Given
        logIn();

        // When
        int code = sally.run("logout");

        // Then
        assertThat(code).isZero();
        try (Stream<Path> left = Files.list(sally.home)) {
            assertThat(left).isEmpty();
        }
        assertThat(sally.run("status")).isEqualTo(77);
    }

    @Test
    void damagedProfileAsksForANewLogin() throws Exception {
        // Given
        logIn();
        Files.writeString(new ProfileFiles(profile().folder()).profile(), "nonsense");

        // When
        int code = sally.run("ls");

        // Then
        assertThat(code).isEqualTo(77);
        assertThat(sally.terminal.complained()).contains("damaged", "sally login");
        assertThat(sally.run(login("--ca-pin=" + auth.authority.pin()))).isZero();
    }

    private void logIn() {
        assertThat(sally.run(login("--ca-pin=" + auth.authority.pin())))
                .as(sally.terminal.complained())
                .isZero();
    }

    private String[] login(String... more) {
        sally.environment.put("SALLY_PASSWORD", FakeAuth.PASSWORD);
        Stream<String> base = Stream.of("login", "--proxy=" + auth.address(), "--user=alice", "--otp=123456");
        return Stream.concat(base, Stream.of(more)).toArray(String[]::new);
    }

    private Profile profile() {
        return new dev.sallyport.cli.profile.Profiles(sally.home).all().getFirst();
    }

    private static String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(out).isZero();
        return out;
    }
}
