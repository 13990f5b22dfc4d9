package dev.sallyport.agent.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.audit.event.SessionEvent;
import dev.sallyport.model.role.Conditions;
import dev.sallyport.model.role.LabelMatcher;
import dev.sallyport.model.role.Options;
import dev.sallyport.model.role.Role;
import dev.sallyport.model.role.TextPattern;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What roles say of sessions, on OpenSSH's client. */
class RoleOptionsIT {

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
    void ofCommandsOnlyThoseOfTheListRun() throws Exception {
        // Given
        commands(List.of("echo *"), List.of());

        // When
        Ssh.Ran listed = host.run("echo yes");
        Ssh.Ran other = host.run("id -u");
        Ssh.Ran shell = host.run();

        // Then
        assertThat(listed).isEqualTo(new Ssh.Ran(0, "yes\n", ""));
        assertThat(other.code()).isEqualTo(254);
        assertThat(other.out()).isEmpty();
        assertThat(other.err()).contains("these commands only: echo *");
        assertThat(shell.code()).isEqualTo(254);
        assertThat(shell.err()).contains("no shell");
        assertThat(host.journal().of(SessionEvent.Denied.class))
                .extracting(SessionEvent.Denied::action)
                .containsExactly("exec", "shell");
    }

    @Test
    void aDeniedCommandDoesNotRunAndOthersDo() throws Exception {
        // Given
        commands(List.of(), List.of("^rm .*$"));

        // When
        Ssh.Ran denied = host.run("rm -rf /nowhere");
        Ssh.Ran other = host.run("echo yes");

        // Then
        assertThat(denied.err()).contains("denies this command");
        assertThat(other.out()).isEqualTo("yes\n");
    }

    @Test
    void aForcedCommandOfARoleRunsInPlaceOfWhatWasAsked() throws Exception {
        // Given
        options(Optional.empty(), false, Optional.empty(), Optional.of("echo forced: $SSH_ORIGINAL_COMMAND"));

        // When
        Ssh.Ran ran = host.run("rm -rf /");

        // Then
        assertThat(ran).isEqualTo(new Ssh.Ran(0, "forced: rm -rf /\n", ""));
    }

    @Test
    void anIdleSessionEndsAndSaysWhy() throws Exception {
        // Given
        options(Optional.of(Duration.ofSeconds(1)), false, Optional.empty(), Optional.empty());

        // When
        try (Ssh ssh = host.ssh(List.of(), "cat")) {
            Ssh.Ran ran = ssh.join();

            // Then
            assertThat(ran.code()).isEqualTo(255);
            assertThat(ran.err()).contains("nothing was sent for 1 s");
        }
    }

    @Test
    void aSessionEndsWithItsCertificateWhereARoleWantsIt() throws Exception {
        // Given
        options(Optional.empty(), true, Optional.empty(), Optional.empty());
        Instant end = Instant.now().plusSeconds(3);
        var key = host.certificate(
                "brief",
                t -> new dev.sallyport.pki.ssh.UserCertificateTemplate(
                        t.publicKey(), t.identity(), t.principals(), t.permits(), t.validAfter(), end, t.serial()));

        // When
        try (Ssh ssh = host.ssh(key, host.port(), List.of(), "cat")) {
            Ssh.Ran ran = ssh.join();

            // Then
            assertThat(ran.code()).isEqualTo(255);
            assertThat(ran.err()).contains("your certificate ended");
        }
    }

    @Test
    void oneConnectionMoreThanTheRolesAllowIsRefusedUntilOneEnds() throws Exception {
        // Given
        options(Optional.empty(), false, Optional.of(1), Optional.empty());
        try (Ssh first = host.ssh(List.of(), "echo up; cat")) {
            Awaitility.await()
                    .until(() -> !host.journal().of(SessionEvent.Started.class).isEmpty());

            // When
            Ssh.Ran second = host.run("true");
            first.end();

            // Then
            assertThat(second.code()).isEqualTo(255);
            assertThat(second.err()).contains("1 connections to this host already");
        }
        Awaitility.await()
                .untilAsserted(() -> assertThat(host.run("true").code()).isZero());
    }

    @Test
    void oneSessionMoreInAConnectionThanTheRolesAllowIsRefusedUntilOneEnds() throws Exception {
        // Given
        host.role(role -> new Role(role.name(), oneSession(role.options()), role.allow(), role.deny()));
        Path control = host.files().resolve("c");
        List<String> through = List.of("-o", "ControlPath=" + control, "-o", "ProxyCommand=false");
        try (Ssh master = host.ssh(List.of("-M", "-N", "-o", "ControlPath=" + control))) {
            TestHost.eventually(() -> Files.exists(control));
            try (Ssh first = host.ssh(through, "echo up; cat")) {
                Awaitility.await()
                        .until(() ->
                                !host.journal().of(SessionEvent.Started.class).isEmpty());

                // When
                Ssh.Ran second = host.ssh(through, "true").end();

                // Then
                assertThat(second.code()).isEqualTo(255);
                assertThat(first.end().code()).isZero();
            }
            Awaitility.await()
                    .untilAsserted(() ->
                            assertThat(host.ssh(through, "true").end().code()).isZero());
            assertThat(master.process().isAlive()).isTrue();
        }
    }

    private static Options oneSession(Options o) {
        return new Options(
                o.maxSessionTtl(),
                o.permits(),
                o.idleTimeout(),
                o.disconnectExpired(),
                o.maxConnections(),
                Optional.of(1),
                o.sessionSecondFactor(),
                o.strictRecording(),
                o.strictLocks(),
                o.pinSource(),
                o.forceCommand());
    }

    private void commands(List<String> allowed, List<String> denied) {
        host.role(role -> new Role(
                role.name(),
                role.options(),
                conditions(role.allow().logins(), allowed),
                new Conditions(
                        List.of(), LabelMatcher.NOTHING, Optional.empty(), patterns(denied), List.of(), List.of())));
    }

    private static Conditions conditions(List<TextPattern> logins, List<String> commands) {
        return new Conditions(
                logins, LabelMatcher.EVERYTHING, Optional.empty(), patterns(commands), List.of(), List.of());
    }

    private static List<TextPattern> patterns(List<String> texts) {
        return texts.stream().map(TextPattern::parse).toList();
    }

    private void options(
            Optional<Duration> idle,
            boolean endsWithCertificate,
            Optional<Integer> connections,
            Optional<String> forced) {
        Options options = new Options(
                Optional.empty(),
                Options.Permits.ALL,
                idle,
                endsWithCertificate,
                connections,
                Optional.empty(),
                false,
                false,
                false,
                false,
                forced);
        host.role(role -> new Role(role.name(), options, role.allow(), role.deny()));
    }
}
