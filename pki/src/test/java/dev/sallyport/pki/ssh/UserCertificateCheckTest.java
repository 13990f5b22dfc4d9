package dev.sallyport.pki.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.model.access.Identity;
import dev.sallyport.pki.Keys;
import dev.sallyport.pki.identity.CertifiedIdentity;
import java.net.InetAddress;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UserCertificateCheckTest {

    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final Instant BEGIN = NOW.minusSeconds(60);
    private static final Instant END = NOW.plusSeconds(3600);
    private static final InetAddress SOURCE = InetAddress.ofLiteral("192.0.2.7");

    private final SecureRandom random = new SecureRandom();
    private final SshAuthority ca = SshAuthority.create(random);
    private final KeyPair user = Keys.ed25519(random);

    @Test
    void acceptsACertificateThatIsInOrder() {
        // Given
        String line = ca.certifyUser(new UserCertificateTemplate(
                user.getPublic(),
                People.alice(),
                List.of("deploy", "web"),
                Set.of(SshPermit.PTY, SshPermit.AGENT_FORWARDING),
                BEGIN,
                END,
                -1,
                Optional.of("uptime"),
                List.of("192.0.2.0/24", "2001:db8::/32")));

        // When
        UserCertificateOutcome outcome = check(line, "web");

        // Then
        assertThat(outcome)
                .isEqualTo(new UserCertificateOutcome.Accepted(
                        People.alice(),
                        "web",
                        Optional.of("uptime"),
                        Set.of(SshPermit.PTY, SshPermit.AGENT_FORWARDING),
                        BEGIN,
                        END,
                        -1,
                        Optional.empty()));
    }

    @Test
    void refusesACaThatIsNotTrusted() {
        // Given
        String line = SshAuthority.create(random).certifyUser(plain(List.of("deploy"), BEGIN, END));

        // When
        UserCertificateOutcome outcome = check(line, "deploy");

        // Then
        assertRefused(outcome, "not trusted here");
    }

    @Test
    void refusesEveryFlippedBit() {
        // Given
        String[] fields = ca.certifyUser(plain(List.of("deploy"), BEGIN, END)).split(" ", -1);
        byte[] blob = Base64.getDecoder().decode(fields[1]);

        for (int bit = 0; bit < blob.length * 8; bit += 3) {
            byte[] flipped = blob.clone();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));

            // When
            boolean accepted = accepts(fields[0] + " " + Base64.getEncoder().encodeToString(flipped));

            // Then
            assertThat(accepted).as("bit %d", bit).isFalse();
        }
    }

    @Test
    void refusesAHostCertificate() {
        // Given
        String line =
                ca.certifyHost(new HostCertificateTemplate(user.getPublic(), "node", List.of("deploy"), BEGIN, END, 1));

        // When
        UserCertificateOutcome outcome = check(line, "deploy");

        // Then
        assertRefused(outcome, "host certificate");
    }

    @Test
    void refusesACertificateWithoutPrincipals() {
        // Given
        String line = ca.certifyUser(plain(List.of(), BEGIN, END));

        // When
        UserCertificateOutcome outcome = check(line, "deploy");

        // Then
        assertRefused(outcome, "no principals");
    }

    @ParameterizedTest
    @ValueSource(strings = {"root", "Deploy", "deploy ", "deplo", ""})
    void refusesAnotherLogin(String login) {
        // Given
        String line = ca.certifyUser(plain(List.of("deploy"), BEGIN, END));

        // When
        UserCertificateOutcome outcome = check(line, login);

        // Then
        assertRefused(outcome, "not for login");
    }

    @Test
    void namesTheClockWhenTheTimeHasNotCome() {
        // Given
        String line = ca.certifyUser(plain(List.of("deploy"), NOW.plusSeconds(1), END));

        // When
        UserCertificateOutcome outcome = check(line, "deploy");

        // Then
        assertRefused(outcome, "not valid until 2026-06-01T12:00:01Z; this machine's clock says 2026-06-01T12:00:00Z");
    }

    @Test
    void namesTheClockWhenTheTimeIsOver() {
        // Given
        String line = ca.certifyUser(plain(List.of("deploy"), BEGIN, NOW));

        // When
        UserCertificateOutcome outcome = check(line, "deploy");

        // Then
        assertRefused(outcome, "ended at 2026-06-01T12:00:00Z; this machine's clock says");
    }

    @ParameterizedTest
    @CsvSource({
        "no-such-option, x, unknown critical option 'no-such-option'",
        "verify-required, '', verify-required",
        "force-command, '', has no value",
        "source-address, '', has no value",
        "source-address, 192.0.2.0/99, cannot be read",
        "source-address, example.com, cannot be read",
        "source-address, 10.0.0.0/8, comes from 192.0.2.7",
        "source-address, 2001:db8::/32, comes from 192.0.2.7",
    })
    void refusesWhatACriticalOptionForbids(String option, String value, String reason) {
        // Given
        String line = raw("alice", Map.of(option, value), Map.of(SshIdentity.EXTENSION, alicesText()));

        // When
        UserCertificateOutcome outcome = check(line, "deploy");

        // Then
        assertRefused(outcome, reason);
    }

    @Test
    void refusesACertificateWithoutIdentity() {
        // Given
        String line = raw("alice", Map.of(), Map.of("permit-pty", ""));

        // When
        UserCertificateOutcome outcome = check(line, "deploy");

        // Then
        assertRefused(outcome, "no Sallyport identity");
    }

    @Test
    void refusesAnIdentityOfAnotherKind() {
        // Given
        CertifiedIdentity node =
                CertifiedIdentity.of(new Identity("alice", Identity.Kind.NODE, List.of("dev"), Map.of()));
        String line = raw("alice", Map.of(), Map.of(SshIdentity.EXTENSION, SshIdentity.encode(node)));

        // When
        UserCertificateOutcome outcome = check(line, "deploy");

        // Then
        assertRefused(outcome, "kind NODE");
    }

    @Test
    void refusesAKeyIdThatIsSomebodyElse() {
        // Given
        String line = raw("bob", Map.of(), Map.of(SshIdentity.EXTENSION, alicesText()));

        // When
        UserCertificateOutcome outcome = check(line, "deploy");

        // Then
        assertRefused(outcome, "key id");
    }

    @Test
    void refusesACertificateWithoutEnd() {
        // Given
        String line = new CertificateBody(
                        user.getPublic(),
                        1,
                        OpenSshCertificate.Type.USER,
                        "alice",
                        List.of("deploy"),
                        BEGIN,
                        Instant.ofEpochSecond(-1),
                        new TreeMap<>(),
                        new TreeMap<>(Map.of(SshIdentity.EXTENSION, alicesText())))
                .sign(ca.keys(), random);

        // When
        UserCertificateOutcome outcome = check(line, "deploy");

        // Then
        assertRefused(outcome, "no end");
    }

    private String raw(String keyId, Map<String, String> options, Map<String, String> extensions) {
        return new CertificateBody(
                        user.getPublic(),
                        1,
                        OpenSshCertificate.Type.USER,
                        keyId,
                        List.of("deploy"),
                        BEGIN,
                        END,
                        new TreeMap<>(options),
                        new TreeMap<>(extensions))
                .sign(ca.keys(), random);
    }

    private UserCertificateTemplate plain(List<String> principals, Instant begin, Instant end) {
        return new UserCertificateTemplate(user.getPublic(), People.alice(), principals, Set.of(), begin, end, 1);
    }

    private static String alicesText() {
        return SshIdentity.encode(People.alice());
    }

    private UserCertificateOutcome check(String line, String login) {
        List<PublicKey> trusted = List.of(SshAuthority.create(random).publicKey(), ca.publicKey());
        return UserCertificateCheck.check(SshKeys.parseCertificate(line), trusted, login, SOURCE, NOW);
    }

    private boolean accepts(String line) {
        try {
            return check(line, "deploy") instanceof UserCertificateOutcome.Accepted;
        } catch (dev.sallyport.model.Failure unreadable) {
            return false;
        }
    }

    private static void assertRefused(UserCertificateOutcome outcome, String reason) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        UserCertificateOutcome.Refused.class,
                        refused -> assertThat(refused.reason()).contains(reason));
    }
}
