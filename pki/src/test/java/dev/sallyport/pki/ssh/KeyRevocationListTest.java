package dev.sallyport.pki.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.model.access.Identity;
import dev.sallyport.pki.Keys;
import dev.sallyport.pki.identity.CertifiedIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Read by the real {@code ssh-keygen}. */
class KeyRevocationListTest {

    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir
    private Path folder;

    private final SshAuthority ca = SshAuthority.create(RANDOM);

    @Test
    void certificatesAreRevokedBySerialAndByKeyIdAndOthersAreNot() throws Exception {
        // Given
        Path bySerial = certificate(ca, "alice", 0xffff_ffff_ffff_fff0L);
        Path byName = certificate(ca, "bob", 7);
        Path good = certificate(ca, "alice", 8);
        Path foreign = certificate(SshAuthority.create(RANDOM), "bob", 7);

        // When
        Path krl = krl(new KeyRevocationList(
                1, Instant.now(), List.of(ca.publicKey()), List.of(12L, 0xffff_ffff_ffff_fff0L, 0L), List.of("bob")));

        // Then
        assertThat(revoked(krl, bySerial)).isTrue();
        assertThat(revoked(krl, byName)).isTrue();
        assertThat(revoked(krl, good)).isFalse();
        assertThat(revoked(krl, foreign)).isFalse();
    }

    @Test
    void anEmptyListIsReadAndRevokesNothing() throws Exception {
        // Given
        Path good = certificate(ca, "alice", 8);

        // When
        Path krl = krl(new KeyRevocationList(0, Instant.now(), List.of(ca.publicKey()), List.of(), List.of()));

        // Then
        assertThat(revoked(krl, good)).isFalse();
    }

    private Path certificate(SshAuthority by, String user, long serial) throws IOException {
        Identity identity = new Identity(user, Identity.Kind.USER, List.of(), Map.of());
        String line = by.certifyUser(new UserCertificateTemplate(
                Keys.ed25519(RANDOM).getPublic(),
                CertifiedIdentity.of(identity),
                List.of(user),
                Set.of(),
                Instant.now().minusSeconds(60),
                Instant.now().plusSeconds(600),
                serial));
        return Files.writeString(Files.createTempFile(folder, "id", "-cert.pub"), line + "\n");
    }

    private Path krl(KeyRevocationList list) throws IOException {
        return Files.write(folder.resolve("krl"), list.encoded());
    }

    private static boolean revoked(Path krl, Path certificate) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("ssh-keygen", "-Q", "-f", krl.toString(), certificate.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        int code = process.waitFor();
        assertThat(said).as("ssh-keygen %d", code).contains(code == 0 ? "ok" : "REVOKED");
        return code != 0;
    }
}
