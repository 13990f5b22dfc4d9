package dev.sallyport.agent.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.audit.event.SessionEvent;
import dev.sallyport.pki.ssh.OneNode;
import dev.sallyport.pki.ssh.UserCertificateTemplate;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A second factor for each session, by the system's ssh. */
class SessionFactorIT {

    private static final String ELSEWHERE = "00000000-0000-4000-8000-000000000000";

    private TestHost host;

    @BeforeEach
    void start() throws Exception {
        host = TestHost.start();
    }

    @AfterEach
    void stop() throws Exception {
        host.close();
    }

    @Test
    void aRoleThatWantsASecondFactorForEachSessionTakesTheLoginsCertificateForNothing() throws Exception {
        // Given
        host.sessionSecondFactor();

        // When
        Ssh.Ran ran = run(host.files().resolve("id"));

        // Then
        assertThat(ran.code()).isEqualTo(255);
        assertThat(ran.err()).contains("wants a second factor for each session (require_session_mfa)");
        assertThat(host.journal().of(SessionEvent.Started.class)).isEmpty();
    }

    @Test
    void aSessionsCertificateOpensItsOneNode() throws Exception {
        // Given
        host.sessionSecondFactor();
        Instant loginEnds = Instant.now().plusSeconds(3600);

        // When
        Ssh.Ran here = run(only(new OneNode(TestHost.ID, loginEnds)));
        Ssh.Ran elsewhere = run(only(new OneNode(ELSEWHERE, loginEnds)));

        // Then
        assertThat(here.code()).as(here.err()).isZero();
        assertThat(elsewhere.code()).isEqualTo(255);
        assertThat(elsewhere.err()).contains("for one session on another node");
    }

    @Test
    void itOpensNoOtherNodeAlsoWhereRolesWantNoSecondFactor() throws Exception {
        // When
        Ssh.Ran elsewhere = run(only(new OneNode(ELSEWHERE, Instant.now().plusSeconds(3600))));

        // Then
        assertThat(elsewhere.code()).isEqualTo(255);
    }

    private Path only(OneNode node) throws Exception {
        return host.certificate(
                "only-" + node.node().charAt(0),
                t -> new UserCertificateTemplate(
                        t.publicKey(),
                        t.identity(),
                        t.principals(),
                        t.permits(),
                        t.validAfter(),
                        Instant.now().plusSeconds(60),
                        t.serial(),
                        t.forceCommand(),
                        t.sourceAddresses(),
                        Optional.of(node)));
    }

    private Ssh.Ran run(Path key) throws Exception {
        try (Ssh ssh = host.ssh(key, host.port(), List.of(), "true")) {
            return ssh.end();
        }
    }
}
