package dev.sallyport.agent.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sallyport.audit.event.SessionEvent;
import dev.sallyport.model.access.Identity;
import dev.sallyport.model.access.Lock;
import dev.sallyport.model.role.LabelMatcher;
import dev.sallyport.model.role.TextPattern;
import dev.sallyport.pki.Keys;
import dev.sallyport.pki.identity.CertifiedIdentity;
import dev.sallyport.pki.ssh.HostCertificateTemplate;
import dev.sallyport.pki.ssh.SshAuthority;
import dev.sallyport.pki.ssh.SshKeys;
import dev.sallyport.pki.ssh.SshPermit;
import dev.sallyport.pki.ssh.UserCertificateTemplate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who gets in and who does not, and what they are told. */
class AccessIT {

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
    void anExpiredCertificate() throws Exception {
        Path key = with(t -> new Change(t)
                .life(t.validAfter().minusSeconds(7200), Instant.now().minusSeconds(5)));
        refused(run(key), "the certificate ended at");
    }

    @Test
    void aCertificateOfTomorrowNamesTheClock() throws Exception {
        Path key = with(t -> new Change(t)
                .life(Instant.now().plusSeconds(3600), Instant.now().plusSeconds(7200)));
        refused(run(key), "check the clock");
    }

    @Test
    void aForeignCertificate() throws Exception {
        Path key = host.certificate("foreign", SshAuthority.create(TestHost.RANDOM), t -> t);
        refused(run(key), "signed by a CA that is not trusted here");
    }

    @Test
    void aCertificateForAnotherLogin() throws Exception {
        refused(run(with(t -> new Change(t).principals(List.of("nobody-else")))), "is not for login");
    }

    @Test
    void aCertificateWithoutPrincipals() throws Exception {
        refused(run(with(t -> new Change(t).principals(List.of()))), "has no principals");
    }

    @Test
    void aHostCertificateSignedByTheUserCa() throws Exception {
        KeyPair keys = Keys.ed25519(TestHost.RANDOM);
        Path key = host.write(
                "host",
                keys,
                host.userCa()
                        .certifyHost(new HostCertificateTemplate(
                                keys.getPublic(),
                                "alice",
                                List.of(host.user().name()),
                                Instant.now().minusSeconds(60),
                                Instant.now().plusSeconds(600),
                                1)));
        // OpenSSH itself offers no host certificates; whichever side stops it, nobody gets in.
        assertThat(run(key).code()).isEqualTo(255);
        assertThat(host.journal().of(SessionEvent.Started.class)).isEmpty();
    }

    @Test
    void anUnknownCriticalOption() throws Exception {
        Path directory = Files.createDirectory(host.files().resolve("keygen"));
        Path ca = directory.resolve("ca");
        Files.writeString(ca, SshKeys.privateKeyText(host.userCa().keys(), "ca"));
        TestUser.run("chmod", "600", ca.toString());
        Path key = directory.resolve("id");
        TestUser.run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString());
        TestUser.run(
                "ssh-keygen",
                "-q",
                "-s",
                ca.toString(),
                "-I",
                "alice",
                "-n",
                host.user().name(),
                "-V",
                "+10m",
                "-O",
                "critical:launch-codes@example.org=yes",
                key + ".pub");
        refused(run(key), "unknown critical option 'launch-codes@example.org'");
    }

    @Test
    void aPlainKey() throws Exception {
        Path key = host.files().resolve("plain");
        TestUser.run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString());
        assertThat(run(key).code()).isEqualTo(255);
    }

    @Test
    void aSourceThatTheCertificateDoesNotAllow() throws Exception {
        refused(run(with(t -> new Change(t).sources(List.of("192.0.2.0/24")))), "is for source addresses 192.0.2.0/24");
        assertThat(run(with(t -> new Change(t).sources(List.of("127.0.0.0/8")))).code())
                .isZero();
    }

    @Test
    void noRoleThatAllowsIt() throws Exception {
        host.nodes(new LabelMatcher(Map.of("env", List.of(TextPattern.parse("prod")))));
        Ssh.Ran ran = run(host.files().resolve("id"));
        refused(ran, "no role of yours allows login");
        assertThat(host.journal().of(SessionEvent.Denied.class)).singleElement().satisfies(event -> {
            assertThat(event.reason()).contains("allow.node_labels: do not match");
            assertThat(event.head().subject().user()).isEqualTo("alice");
        });
    }

    @Test
    void authAwayMeansNoUnlessRolesAreKnown() throws Exception {
        host.authAway(true);
        refused(run(host.files().resolve("id")), "auth does not answer");
    }

    @Test
    void aUserThatThisHostDoesNotHave() throws Exception {
        host.logins(List.of("nobody-here"));
        Path key = with(t -> new Change(t).principals(List.of("nobody-here")));
        try (Ssh ssh = host.ssh(key, host.port(), List.of("-l", "nobody-here"), "true")) {
            assertThat(ssh.end().code()).isEqualTo(255);
        }
    }

    @Test
    void aForcedCommandRunsInsteadOfWhatWasAsked() throws Exception {
        Path key = with(t -> new Change(t).command("echo forced: $SSH_ORIGINAL_COMMAND"));
        try (Ssh ssh = host.ssh(key, host.port(), List.of(), "rm -rf /")) {
            assertThat(ssh.end()).isEqualTo(new Ssh.Ran(0, "forced: rm -rf /\n", ""));
        }
    }

    @Test
    void withoutTheRightThereIsNoTerminal() throws Exception {
        Path key = with(t -> new Change(t).permits(Set.of()));
        try (Ssh ssh = host.ssh(key, host.port(), List.of("-tt"), "tty")) {
            Ssh.Ran ran = ssh.end();
            assertThat(ran.out() + ran.err()).doesNotContain("/dev/pts");
        }
        assertThat(host.journal().of(SessionEvent.Denied.class))
                .extracting(SessionEvent.Denied::action)
                .contains("terminal");
    }

    @Test
    void aLockedPersonStaysOutside() throws Exception {
        // Given
        host.lock(lock(new Lock.Target.User("alice")));

        // When
        Ssh.Ran ran = run(host.files().resolve("id"));

        // Then
        refused(ran, "user alice is locked: under investigation");
    }

    @Test
    void aLockedSessionIsCutAndNoOther() throws Exception {
        // Given
        try (Ssh one = host.ssh(host.files().resolve("id"), host.port(), List.of(), "echo in; cat");
                Ssh other = host.ssh(host.files().resolve("id"), host.port(), List.of(), "echo in; cat")) {
            await().until(() -> host.journal().of(SessionEvent.Started.class).size() == 2);
            String session = host.journal()
                    .of(SessionEvent.Started.class)
                    .getFirst()
                    .head()
                    .subject()
                    .session();

            // When
            host.lock(lock(new Lock.Target.Session(session)));

            // Then
            await().until(() -> host.journal().of(SessionEvent.Ended.class).size() == 1);
            assertThat(host.journal()
                            .of(SessionEvent.Ended.class)
                            .getFirst()
                            .head()
                            .subject()
                            .session())
                    .isEqualTo(session);
            assertThat(one.process().isAlive() ^ other.process().isAlive()).isTrue();
        }
    }

    @Test
    void whereRolesAreStrictAboutLocksOldKnowledgeLetsNobodyIn() throws Exception {
        // Given
        host.strictLocks();

        // When
        host.freshUntil(Instant.now());

        // Then
        refused(run(host.files().resolve("id")), "wants fresh locks (lock: strict)");
        host.freshUntil(Instant.now().plusSeconds(60));
        assertThat(run(host.files().resolve("id")).code()).isZero();
    }

    @Test
    void whereRolesAreStrictAboutLocksAConnectionThatIsThereOpensNoFurtherSessionByOldKnowledge() throws Exception {
        // Given
        host.strictLocks();
        Path control = host.files().resolve("c");
        List<String> through = List.of("-o", "ControlPath=" + control, "-o", "ProxyCommand=false");
        try (Ssh running = host.ssh(List.of("-M", "-o", "ControlPath=" + control), "echo in; cat")) {
            TestHost.eventually(() -> Files.exists(control));
            assertThat(host.ssh(through, "true").end().code()).isZero();

            // When
            host.freshUntil(Instant.now());
            Ssh.Ran further = host.ssh(through, "true").end();

            // Then
            assertThat(further.code()).isNotZero();
            host.freshUntil(Instant.now().plusSeconds(60));
            assertThat(host.ssh(through, "true").end().code()).isZero();
            assertThat(running.end().code()).isZero();
        }
    }

    @Test
    void whereTheyAreNotWhatIsKnownCounts() throws Exception {
        host.freshUntil(Instant.now().minusSeconds(3600));
        assertThat(run(host.files().resolve("id")).code()).isZero();
    }

    @Test
    void aLockCutsWhatRuns() throws Exception {
        for (Lock.Target target : List.of(
                new Lock.Target.User("alice"),
                new Lock.Target.Login(host.user().name()),
                new Lock.Target.Node("web-1"),
                new Lock.Target.Agent(TestHost.ID),
                new Lock.Target.Token("0123456789ab", TestHost.ID),
                new Lock.Target.Role("access"),
                new Lock.Target.Certificates("alice", Instant.now().plusSeconds(60)))) {
            // Given
            try (Ssh ssh = host.ssh(host.files().resolve("id"), host.port(), List.of(), "echo in; cat")) {
                await().until(() ->
                        host.journal().of(SessionEvent.Started.class).size()
                                > host.journal().of(SessionEvent.Ended.class).size());

                // When
                host.lock(lock(target));

                // Then
                assertThat(ssh.join().code()).as(target.toString()).isEqualTo(255);
                await().until(() ->
                        host.journal().of(SessionEvent.Started.class).size()
                                == host.journal().of(SessionEvent.Ended.class).size());
            }
            host.lock();
        }
        assertThat(host.journal().of(SessionEvent.Cut.class))
                .hasSize(7)
                .allMatch(cut -> cut.reason().contains("under investigation"));
    }

    @Test
    void aLockOnAnAccessRequestCutsWhoCameInWithItWithinASecond() throws Exception {
        // Given
        Identity lent = new Identity(
                "alice",
                Identity.Kind.USER,
                List.of(),
                Map.of(),
                List.of(new Identity.Extra("the-request", List.of("access"), List.of())));
        Path key = host.certificate(
                "lent",
                t -> new UserCertificateTemplate(
                        t.publicKey(),
                        CertifiedIdentity.of(lent),
                        t.principals(),
                        t.permits(),
                        t.validAfter(),
                        t.validBefore(),
                        t.serial(),
                        t.forceCommand(),
                        t.sourceAddresses()));
        try (Ssh ssh = host.ssh(key, host.port(), List.of(), "echo in; cat")) {
            await().until(() -> !host.journal().of(SessionEvent.Started.class).isEmpty());

            // When
            host.lock(lock(new Lock.Target.Request("the-request")));

            // Then
            assertThat(ssh.process().waitFor(1, TimeUnit.SECONDS)).isTrue();
            assertThat(ssh.join().code()).isEqualTo(255);
        }
    }

    @Test
    void aCertificateOfAfterTheRevocationIsFine() throws Exception {
        // Given
        host.lock(lock(new Lock.Target.Certificates("alice", Instant.now().minusSeconds(7200))));

        // Then
        assertThat(run(host.files().resolve("id")).code()).isZero();
    }

    private static Lock lock(Lock.Target target) {
        return new Lock("1", target, Instant.now(), Optional.empty(), "under investigation");
    }

    private Path with(UnaryOperator<UserCertificateTemplate> change) throws Exception {
        return host.certificate("changed", change);
    }

    private Ssh.Ran run(Path key) throws Exception {
        try (Ssh ssh = host.ssh(key, host.port(), List.of(), "true")) {
            return ssh.end();
        }
    }

    private void refused(Ssh.Ran ran, String reason) {
        assertThat(ran.code()).isEqualTo(255);
        assertThat(ran.err()).contains("sallyport: ").contains(reason);
        assertThat(host.journal().of(SessionEvent.Denied.class)).isNotEmpty();
        assertThat(host.journal().of(SessionEvent.Started.class)).isEmpty();
    }

    /** A template with one thing changed. */
    private record Change(UserCertificateTemplate t) {

        UserCertificateTemplate life(Instant from, Instant until) {
            return make(t.principals(), t.permits(), from, until, t.forceCommand(), t.sourceAddresses());
        }

        UserCertificateTemplate principals(List<String> principals) {
            return make(
                    principals, t.permits(), t.validAfter(), t.validBefore(), t.forceCommand(), t.sourceAddresses());
        }

        UserCertificateTemplate permits(Set<SshPermit> permits) {
            return make(
                    t.principals(), permits, t.validAfter(), t.validBefore(), t.forceCommand(), t.sourceAddresses());
        }

        UserCertificateTemplate sources(List<String> sources) {
            return make(t.principals(), t.permits(), t.validAfter(), t.validBefore(), t.forceCommand(), sources);
        }

        UserCertificateTemplate command(String command) {
            return make(
                    t.principals(),
                    t.permits(),
                    t.validAfter(),
                    t.validBefore(),
                    Optional.of(command),
                    t.sourceAddresses());
        }

        private UserCertificateTemplate make(
                List<String> principals,
                Set<SshPermit> permits,
                Instant from,
                Instant until,
                Optional<String> command,
                List<String> sources) {
            return new UserCertificateTemplate(
                    t.publicKey(), t.identity(), principals, permits, from, until, t.serial(), command, sources);
        }
    }
}
