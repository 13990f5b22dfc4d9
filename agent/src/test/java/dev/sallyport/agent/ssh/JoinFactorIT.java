package dev.sallyport.agent.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.audit.event.SessionEvent;
import dev.sallyport.model.access.Identity;
import dev.sallyport.model.role.Conditions;
import dev.sallyport.model.role.Options;
import dev.sallyport.model.role.Role;
import dev.sallyport.model.role.SessionMode;
import dev.sallyport.model.role.SharedSessions;
import dev.sallyport.model.role.TextPattern;
import dev.sallyport.pki.identity.CertifiedIdentity;
import dev.sallyport.pki.ssh.OneNode;
import dev.sallyport.pki.ssh.UserCertificateTemplate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Joining by a role that wants a second factor for each session. */
class JoinFactorIT {

    private static final String ELSEWHERE = "00000000-0000-4000-8000-000000000000";

    private TestHost host;

    @BeforeEach
    void start() throws Exception {
        host = TestHost.start();
        host.others(watching());
    }

    @AfterEach
    void stop() throws Exception {
        host.close();
    }

    @Test
    void whoeverJoinsTakesASecondFactorForThatSession() throws Exception {
        // Given
        try (LiveSsh alice = owner()) {
            alice.sees("$");
            String watching = "join:observer:" + session();
            pass("plain", "-no-login", Optional.empty());
            pass("login", host.user().name(), Optional.of(TestHost.ID));
            pass("other", "join:peer:" + session(), Optional.of(TestHost.ID));
            pass("elsewhere", watching, Optional.of(ELSEWHERE));
            pass("here", watching, Optional.of(TestHost.ID));

            // When
            String without = refused("plain");
            String forLogin = refused("login");
            String forAnother = refused("other");
            String elsewhere = refused("elsewhere");
            try (LiveSsh bob = LiveSsh.start(line("here"))) {

                // Then
                bob.sees("you are here as observer");
            }
            assertThat(without).contains("require_session_mfa", "'sally join' asks for it");
            assertThat(List.of(forLogin, forAnother))
                    .allMatch(told -> told.contains("is not for login 'join:observer:"));
            assertThat(elsewhere).contains("for one session on another node");
        }
    }

    /** A certificate of bob's. */
    private void pass(String file, String login, Optional<String> node) throws Exception {
        Identity bob = new Identity("bob", Identity.Kind.USER, List.of("watch"), Map.of());
        var _ = host.certificate(
                file,
                t -> new UserCertificateTemplate(
                        t.publicKey(),
                        CertifiedIdentity.of(bob),
                        List.of(login),
                        t.permits(),
                        t.validAfter(),
                        t.validBefore(),
                        t.serial(),
                        Optional.empty(),
                        List.of(),
                        node.map(id -> new OneNode(id, t.validBefore()))));
    }

    private String refused(String file) throws Exception {
        Ssh.Ran ran = host.ssh(
                        host.files().resolve(file), host.port(), List.of("-tt", "-l", "join:observer:" + session()))
                .join();
        assertThat(ran.code()).isEqualTo(255);
        return ran.err();
    }

    private List<String> line(String file) throws Exception {
        List<String> line = new ArrayList<>(List.of("ssh", "-tt", "-l", "join:observer:" + session()));
        line.addAll(host.options(host.files().resolve(file), host.port()));
        line.add("127.0.0.1");
        return line;
    }

    private LiveSsh owner() throws Exception {
        List<String> line = new ArrayList<>(List.of("ssh", "-tt"));
        line.addAll(host.options(host.files().resolve("id"), host.port()));
        line.add(host.user().name() + "@127.0.0.1");
        LiveSsh ssh = LiveSsh.start(line);
        TestHost.eventually(() -> !host.journal().of(SessionEvent.Started.class).isEmpty());
        return ssh;
    }

    private String session() {
        return host.journal()
                .of(SessionEvent.Started.class)
                .getLast()
                .head()
                .subject()
                .session();
    }

    private static Role watching() {
        Options o = Options.of(Options.Permits.NONE);
        Options wanting = new Options(
                o.maxSessionTtl(),
                o.permits(),
                o.idleTimeout(),
                o.disconnectExpired(),
                o.maxConnections(),
                o.maxSessions(),
                true,
                o.strictRecording(),
                o.strictLocks(),
                o.pinSource(),
                o.forceCommand());
        SharedSessions.Join join = new SharedSessions.Join(
                "", List.of(TextPattern.parse("acc*")), EnumSet.of(SessionMode.OBSERVER, SessionMode.PEER));
        return new Role(
                "watch",
                wanting,
                Conditions.NONE.withShared(new SharedSessions(List.of(join), List.of())),
                Conditions.NONE);
    }
}
