package dev.sallyport.pki.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.pki.Keys;
import dev.sallyport.pki.PrivateFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The machine's own OpenSSH reads what is written here, and lets people in by it. */
class OpenSshIT {

    private static final String USER = System.getProperty("user.name");

    @TempDir
    private Path folder;

    private final SecureRandom random = new SecureRandom();
    private final SshAuthority userCa = SshAuthority.create(random);
    private final SshAuthority hostCa = SshAuthority.create(random);
    private final KeyPair user = Keys.ed25519(random);
    private final KeyPair host = Keys.ed25519(random);

    @BeforeEach
    void layOutFiles() throws IOException {
        write("id", SshKeys.privateKeyText(user, "alice"));
        write("host", SshKeys.privateKeyText(host, "host"));
        write("host.pub", SshKeys.line(host.getPublic(), "host"));
        write(
                "host-cert.pub",
                hostCa.certifyHost(new HostCertificateTemplate(
                        host.getPublic(), "node-1", List.of("web-1", "web-1.demo"), ago(60), in(3600), 7)));
        write("user-ca", userCa.publicKeyLine());
        write("known_hosts", "@cert-authority * " + hostCa.publicKeyLine());
        write("sshd_config", """
                HostKey %1$s/host
                HostCertificate %1$s/host-cert.pub
                TrustedUserCAKeys %1$s/user-ca
                AuthorizedKeysFile none
                PasswordAuthentication no
                KbdInteractiveAuthentication no
                UsePAM no
                StrictModes no
                PidFile none
                LogLevel VERBOSE
                """.formatted(folder));
        if (USER.equals("root")) {
            Files.createDirectories(Path.of("/run/sshd"));
        }
    }

    @Test
    void sshKeygenShowsWhatTheCertificateSays() throws Exception {
        // Given
        write("id-cert.pub", userCa.certifyUser(template(List.of("deploy", "root"), Optional.of("/bin/true"))));

        // When
        Ran shown = run("ssh-keygen", "-L", "-f", folder.resolve("id-cert.pub").toString());

        // Then
        assertThat(shown.exit()).isZero();
        assertThat(shown.output())
                .contains("Type: ssh-ed25519-cert-v01@openssh.com user certificate")
                .contains("Key ID: \"alice\"")
                .contains("Serial: 42")
                .containsSubsequence("Principals:", "deploy", "root")
                .contains("force-command /bin/true")
                .containsSubsequence("source-address", "127.0.0.0/8")
                .contains("identity@sallyport.dev")
                .containsSubsequence(
                        "permit-agent-forwarding", "permit-port-forwarding", "permit-pty", "permit-user-rc");
    }

    @Test
    void sshdLetsThePrincipalInAndTheClientAcceptsTheHost() throws Exception {
        // Given
        write("id-cert.pub", userCa.certifyUser(template(List.of(USER), Optional.empty())));

        // When
        Ran ran = ssh("web-1", "echo", "through");

        // Then
        assertThat(ran.output()).contains("through");
        assertThat(ran.exit()).isZero();
    }

    @Test
    void sshdRefusesAnotherPrincipal() throws Exception {
        // Given
        write("id-cert.pub", userCa.certifyUser(template(List.of("somebody-else"), Optional.empty())));

        // When
        Ran ran = ssh("web-1", "echo", "through");

        // Then
        assertThat(ran.exit()).isEqualTo(255);
        assertThat(ran.output()).contains("Permission denied");
    }

    @Test
    void theClientRefusesAHostByAnotherName() throws Exception {
        // Given
        write("id-cert.pub", userCa.certifyUser(template(List.of(USER), Optional.empty())));

        // When
        Ran ran = ssh("db-1", "echo", "through");

        // Then
        assertThat(ran.exit()).isEqualTo(255);
        assertThat(ran.output()).contains("not a listed principal").doesNotContain("through\n");
    }

    @Test
    void sshdRefusesWhatTheRevocationListNamesAndNothingElse() throws Exception {
        // Given
        write("id-cert.pub", userCa.certifyUser(template(List.of(USER), Optional.empty())));
        String config = Files.readString(folder.resolve("sshd_config"));
        write("sshd_config", config + "RevokedKeys " + folder.resolve("krl"));

        // When
        revoke(List.of(41L, 43L), List.of("bob"));
        Ran others = ssh("web-1", "echo", "through");
        revoke(List.of(42L), List.of());
        Ran bySerial = ssh("web-1", "echo", "through");
        revoke(List.of(), List.of("alice"));
        Ran byName = ssh("web-1", "echo", "through");

        // Then
        assertThat(others.output()).contains("through");
        assertThat(bySerial.exit()).isEqualTo(255);
        assertThat(bySerial.output()).contains("Permission denied").doesNotContain("through\n");
        assertThat(byName.exit()).isEqualTo(255);
        assertThat(byName.output()).contains("Permission denied").doesNotContain("through\n");
    }

    @Test
    void sshKeygenWritesWhatIsReadHere() throws Exception {
        // Given
        Path key = folder.resolve("made");
        run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "bob", "-f", key.toString());

        // When
        KeyPair read = SshKeys.parsePrivateKey(Files.readString(key), key.toString());

        // Then
        assertThat(SshKeys.line(read.getPublic(), "bob"))
                .isEqualTo(Files.readString(folder.resolve("made.pub")).strip());
    }

    private void revoke(List<Long> serials, List<String> keyIds) throws IOException {
        KeyRevocationList list = new KeyRevocationList(1, Instant.now(), List.of(userCa.publicKey()), serials, keyIds);
        Files.write(folder.resolve("krl"), list.encoded());
    }

    private UserCertificateTemplate template(List<String> principals, Optional<String> command) {
        return new UserCertificateTemplate(
                user.getPublic(),
                People.alice(),
                principals,
                EnumSet.allOf(SshPermit.class),
                ago(60),
                in(3600),
                42,
                command,
                command.isPresent() ? List.of("127.0.0.0/8") : List.of());
    }

    private Ran ssh(String name, String... command) throws Exception {
        List<String> line = new java.util.ArrayList<>(List.of(
                "ssh",
                "-F",
                "none",
                "-o",
                "ProxyCommand=/usr/sbin/sshd -i -e -f " + folder.resolve("sshd_config"),
                "-o",
                "UserKnownHostsFile=" + folder.resolve("known_hosts"),
                "-o",
                "GlobalKnownHostsFile=none",
                "-o",
                "IdentitiesOnly=yes",
                "-o",
                "IdentityAgent=none",
                "-o",
                "BatchMode=yes",
                "-i",
                folder.resolve("id").toString(),
                USER + "@" + name));
        line.addAll(List.of(command));
        return run(line.toArray(String[]::new));
    }

    private record Ran(int exit, String output) {}

    private Ran run(String... command) throws Exception {
        Path output = Files.createTempFile(folder, "out", "");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .start();
        boolean ended = process.waitFor(60, TimeUnit.SECONDS);
        process.destroyForcibly();
        assertThat(ended).as("%s ends", command[0]).isTrue();
        return new Ran(process.exitValue(), Files.readString(output));
    }

    private void write(String name, String text) {
        PrivateFile.write(folder.resolve(name), (text.strip() + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static Instant ago(long seconds) {
        return Instant.now().minus(Duration.ofSeconds(seconds));
    }

    private static Instant in(long seconds) {
        return Instant.now().plus(Duration.ofSeconds(seconds));
    }
}
