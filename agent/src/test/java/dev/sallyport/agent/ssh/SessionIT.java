package dev.sallyport.agent.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.audit.event.SessionEvent;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Shells and commands, by the real client. */
class SessionIT {

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
    void aCommandRunsAsTheUserWithItsExitCodeAndErrorsApart() throws Exception {
        // When
        Ssh.Ran ran = host.run("id -un; pwd; echo err >&2; exit 42");

        // Then
        String home = host.user().home().toRealPath().toString();
        assertThat(ran).isEqualTo(new Ssh.Ran(42, host.user().name() + "\n" + home + "\n", "err\n"));
        TestHost.eventually(() -> !host.journal().of(SessionEvent.Ended.class).isEmpty());
        SessionEvent.Ended ended = host.journal().of(SessionEvent.Ended.class).getFirst();
        assertThat(ended.exitCode()).hasValue(42);
        assertThat(ended.recording()).isEqualTo("complete");
        assertThat(host.journal().of(SessionEvent.Started.class).getFirst().command())
                .startsWith("id -un");
    }

    @Test
    void theProcessHasNoCapabilityAndTheUsersGroupsOnly() throws Exception {
        Ssh.Ran ran = host.run("grep -E 'Cap(Inh|Prm|Eff|Amb)' /proc/self/status; id -G");
        if (host.user().user().uid() != 0) {
            assertThat(ran.out().lines().filter(line -> line.startsWith("Cap")))
                    .hasSize(4)
                    .allMatch(line -> line.endsWith("\t0000000000000000"));
        }
        assertThat(ran.out().lines().reduce((_, last) -> last))
                .hasValue(TestUser.run("id", "-G", host.user().name()).strip());
    }

    @Test
    void theSameOverBlockingStreams() throws Exception {
        try (Ssh ssh =
                host.ssh(host.files().resolve("id"), host.wrappedPort(), List.of(), "cat; echo err >&2; exit 7")) {
            ssh.type("hello");
            assertThat(ssh.end()).isEqualTo(new Ssh.Ran(7, "hello", "err\n"));
        }
    }

    @Test
    void aShellIsALoginShellOnATerminalOfItsOwn() throws Exception {
        try (Ssh ssh = host.ssh(List.of("-tt"))) {
            ssh.type("test \"$(tty)\" = \"$SSH_TTY\" && echo same-$TERM; stat -c %U $SSH_TTY; exit 3\n");
            Ssh.Ran ran = ssh.join();
            assertThat(ran.out()).contains("same-").contains("\n" + host.user().name() + "\r\n");
            assertThat(ran.code()).isEqualTo(3);
        }
        assertThat(host.journal().of(SessionEvent.Started.class))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.kind()).isEqualTo("shell");
                    assertThat(event.terminal()).isTrue();
                    assertThat(event.recorded()).isTrue();
                });
    }

    @Test
    void aSignalThatEndsTheCommandIsTold() throws Exception {
        assertThat(host.run("kill -TERM $$").code()).isEqualTo(255);
        TestHost.eventually(() -> !host.journal().of(SessionEvent.Ended.class).isEmpty());
        assertThat(host.journal().of(SessionEvent.Ended.class).getFirst().exitSignal())
                .isEqualTo("TERM");
    }

    @Test
    void onlyListedVariablesGetIn() throws Exception {
        try (Ssh ssh = host.ssh(List.of("-o", "SetEnv=LC_PLACE=here LD_PRELOAD=/tmp/evil.so FOO=bar"), "env")) {
            assertThat(ssh.end().out().lines())
                    .contains(
                            "LC_PLACE=here",
                            "USER=" + host.user().name(),
                            "HOME=" + host.user().home())
                    .noneMatch(line -> line.startsWith("LD_PRELOAD") || line.startsWith("FOO"));
        }
    }

    @Test
    void theEndOfInputGoesThroughWhileOutputGoesOn() throws Exception {
        try (Ssh ssh = host.ssh(List.of(), "wc -c; sleep 0.2; echo later")) {
            ssh.type("12345");
            assertThat(ssh.end().out()).isEqualTo("5\nlater\n");
        }
    }

    @Test
    void aChangeOfTheWindowReachesTheTerminal() throws Exception {
        // Given a client on a terminal of 20 rows, which script makes
        List<String> line = new ArrayList<>(List.of("ssh", "-tt"));
        line.addAll(host.options(host.files().resolve("id"), host.port()));
        line.add(host.user().name() + "@127.0.0.1");
        line.add("'trap \"stty size; exit\" WINCH; echo ready; while :; do sleep 0.1; done'");
        ProcessBuilder script = new ProcessBuilder(
                "script",
                "-qec",
                "stty rows 20 cols 70; (sleep 3; stty rows 33 cols 99 < /dev/tty) & " + String.join(" ", line),
                "/dev/null");

        // When
        try (Ssh ssh = new Ssh(script)) {
            // Then
            assertThat(ssh.join().out()).contains("ready").contains("33 99");
        }
    }

    @Test
    void withoutARecordingThereIsNoSession() throws Exception {
        // Given
        host.journal().breakRecording(Failure.of(FailureCode.UNAVAILABLE, "the spool's disk is full; free some of it"));

        // When
        Ssh.Ran ran = host.run("echo ran");

        // Then
        assertThat(ran.out()).isEmpty();
        assertThat(ran.code()).isEqualTo(254);
        assertThat(ran.err()).contains("sallyport: the spool's disk is full; free some of it");
    }

    @Test
    void aDrainingHostTakesNoNewSessionsAndLetsOldOnesEnd() throws Exception {
        try (Ssh running = host.ssh(List.of(), "cat; exit 5")) {
            running.type("in ");
            TestHost.eventually(
                    () -> !host.journal().of(SessionEvent.Started.class).isEmpty());

            // When
            host.service().drain();

            // Then
            assertThat(host.run("true").code()).isEqualTo(255);
            running.type("out");
            assertThat(running.end()).isEqualTo(new Ssh.Ran(5, "in out", ""));
        }
    }

    @Test
    void closingTheServiceEndsWhatRunsAndItsRecording() throws Exception {
        try (Ssh running = host.ssh(List.of(), "sleep 1000")) {
            TestHost.eventually(
                    () -> !host.journal().of(SessionEvent.Started.class).isEmpty());

            // When
            host.service().close();

            // Then
            assertThat(running.join().code()).isEqualTo(255);
            assertThat(host.journal().of(SessionEvent.Ended.class))
                    .singleElement()
                    .satisfies(event -> assertThat(event.recording()).isEqualTo("complete"));
        }
    }
}
