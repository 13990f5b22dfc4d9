package dev.sallyport.agent.ssh;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.audit.event.SessionEvent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Connections that say nothing, and those that say nonsense. */
class WatchTest {

    @Test
    void aClientThatDoesNotLogInIsCut() throws Exception {
        try (TestHost host = TestHost.start(TestHost.settings(Duration.ofSeconds(1), Duration.ZERO));
                Socket silent = new Socket(InetAddress.getLoopbackAddress(), host.port())) {
            // When nothing is sent, Then all that comes is the greeting and the end
            String all = new String(silent.getInputStream().readAllBytes(), UTF_8);
            assertThat(all).startsWith("SSH-2.0-Sallyport");
            TestHost.eventually(() -> host.service().sessions() == 0);
        }
    }

    @Test
    void garbageIsCut() throws Exception {
        try (TestHost host = TestHost.start();
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), host.port())) {
            // When
            socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".repeat(5000).getBytes(UTF_8));

            // Then
            assertThat(endOf(socket)).isTrue();
            TestHost.eventually(() -> host.service().sessions() == 0);
        }
    }

    @Test
    void aClientThatAnswersKeepAlivesStays() throws Exception {
        try (TestHost host = TestHost.start(TestHost.settings(Duration.ofSeconds(30), Duration.ofMillis(200)));
                Ssh ssh = host.ssh(List.of(), "sleep 6; echo still here")) {
            assertThat(ssh.end().out()).isEqualTo("still here\n");
        }
    }

    @Test
    void aClientThatIsStoppedIsCutAndItsCommandWithIt() throws Exception {
        try (TestHost host = TestHost.start(TestHost.settings(Duration.ofSeconds(30), Duration.ofMillis(200)));
                Ssh ssh = host.ssh(List.of(), "sleep 1000")) {
            // Given
            TestHost.eventually(
                    () -> !host.journal().of(SessionEvent.Started.class).isEmpty());

            // When
            TestUser.run("kill", "-STOP", Long.toString(ssh.process().pid()));

            // Then
            TestHost.eventually(() -> host.service().sessions() == 0);
        }
    }

    private static boolean endOf(Socket socket) {
        try {
            socket.getInputStream().readAllBytes();
            return true;
        } catch (IOException e) {
            return true;
        }
    }
}
