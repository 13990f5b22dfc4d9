package dev.sallyport.agent.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.audit.event.SessionEvent;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SessionIT {

    private TestHost host;

    @BeforeAll
    void start() throws Exception {
        host = TestHost.start();
    }

    @AfterAll
    void stop() throws Exception {
        host.close();
    }

    @Test
    void aCommandRunsAsTheUserWithItsExitCodeAndErrorsApart() throws Exception {
        Ssh.Ran ran = host.run("id -un; pwd; echo err >&2; exit 42");
        assertThat(ran.out())
                .isEqualTo(host.user().name() + "\n" + host.user().home().toRealPath() + "\n");
        assertThat(ran.err()).isEqualTo("err\n");
        assertThat(ran.code()).isEqualTo(42);
        TestHost.eventually(() -> !host.journal().of(SessionEvent.Ended.class).isEmpty());
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
    void aShellHasATerminal() throws Exception {
        try (Ssh ssh = host.ssh(List.of("-tt"))) {
            ssh.type("tty; stty size; echo $TERM $SSH_TTY; exit 3\n");
            Ssh.Ran ran = ssh.join();
            assertThat(ran.out()).contains("/dev/pts/");
            assertThat(ran.code()).isEqualTo(3);
        }
    }

    @Test
    void aSignalThatEndsTheCommandIsTold() throws Exception {
        Ssh.Ran ran = host.run("kill -TERM $$");
        assertThat(ran.code()).isEqualTo(255);
    }
}
