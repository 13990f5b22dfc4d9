package dev.sallyport.pki.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sallyport.model.Failure;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.Instant;
import java.util.List;

/** Certificates as strangers present them: whatever they hold, nobody gets in whom the CA did not sign. */
class SshCertificateFuzzTest {

    private static final Instant NOW = Instant.parse("2026-11-02T12:00:00Z");
    private static final List<PublicKey> CAS = List.of(
            SshKeys.parseKey("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f ca"));

    @FuzzTest(maxDuration = "60s")
    void check(byte[] bytes) {
        String line = new String(bytes, StandardCharsets.ISO_8859_1);
        try {
            UserCertificateOutcome outcome = UserCertificateCheck.check(
                    SshKeys.parseCertificate(line), CAS, "root", InetAddress.getLoopbackAddress(), NOW);
            assertThat(outcome).isInstanceOf(UserCertificateOutcome.Refused.class);
        } catch (Failure e) {
            assertThat(e.text()).isNotBlank();
        }
    }
}
