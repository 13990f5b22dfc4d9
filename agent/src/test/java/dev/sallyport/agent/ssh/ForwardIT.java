package dev.sallyport.agent.ssh;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sallyport.audit.event.ForwardEvent;
import dev.sallyport.model.role.Options;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** -L, -D, -R, -A and ControlMaster, by the real client. */
class ForwardIT {

    private TestHost host;
    private ServerSocket echo;

    @BeforeEach
    void start() throws Exception {
        host = TestHost.start();
        echo = new ServerSocket(0, 1100, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::serveEcho);
    }

    @AfterEach
    void stop() throws Exception {
        host.close();
        echo.close();
    }

    /** Sends back what comes, and its end. */
    private void serveEcho() {
        try {
            while (true) {
                Socket socket = echo.accept();
                Thread.ofVirtual().start(() -> {
                    try (socket) {
                        socket.getInputStream().transferTo(socket.getOutputStream());
                        socket.shutdownOutput();
                    } catch (IOException e) {
                        return;
                    }
                });
            }
        } catch (IOException e) {
            return;
        }
    }

    @Test
    void aLocalForwardCarriesBothWaysAndBothEnds() throws Exception {
        int port = freePort();
        try (Ssh ssh = host.ssh(
                List.of("-N", "-o", "ExitOnForwardFailure=yes", "-L", port + ":127.0.0.1:" + echo.getLocalPort()))) {
            assertThat(roundTrip(port, "x".repeat(500_000))).isEqualTo("x".repeat(500_000));
            assertThat(ssh.process().isAlive()).isTrue();
            assertThat(host.journal().of(ForwardEvent.Port.class))
                    .extracting(ForwardEvent.Port::target)
                    .contains("127.0.0.1:" + echo.getLocalPort());
        }
    }

    @Test
    void forwardingGoesOnAfterTheClientSaidThatItOpensNoMoreSessions() throws Exception {
        int port = freePort();
        try (Ssh ssh = host.ssh(List.of("-L", port + ":127.0.0.1:" + echo.getLocalPort()), "cat")) {
            ssh.type("up\n");
            assertThat(roundTrip(port, "after")).isEqualTo("after");
            assertThat(ssh.end().out()).isEqualTo("up\n");
        }
    }

    @Test
    void forwardsOfUnixSocketsAreRefusedWithAReasonBothWays() throws Exception {
        // Given
        int port = freePort();
        Path socket = host.files().resolve("there");

        // When
        Ssh.Ran local;
        try (Ssh ssh = host.ssh(List.of("-L", port + ":/run/docker.sock"), "cat")) {
            ssh.type("up\n");
            try (Socket client = connected(port)) {
                assertThat(client.getInputStream().read()).isEqualTo(-1);
            }
            local = ssh.end();
        }
        Ssh.Ran remote;
        try (Ssh ssh = host.ssh(List.of("-o", "ExitOnForwardFailure=yes", "-R", socket + ":127.0.0.1:1"), "true")) {
            remote = ssh.end();
        }

        // Then
        assertThat(local.err()).contains("administratively prohibited").contains("Unix sockets are not forwarded");
        assertThat(local.out()).isEqualTo("up\n");
        assertThat(remote.code()).isEqualTo(255);
        assertThat(socket).doesNotExist();
        assertThat(host.journal().of(ForwardEvent.PortDenied.class))
                .extracting(ForwardEvent.PortDenied::target)
                .contains("/run/docker.sock", socket.toString());
    }

    private static Socket connected(int port) throws Exception {
        await().ignoreExceptions().until(() -> {
            new Socket(InetAddress.getLoopbackAddress(), port).close();
            return true;
        });
        return new Socket(InetAddress.getLoopbackAddress(), port);
    }

    @Test
    void aTargetThatRefusesIsToldToTheClient() throws Exception {
        int closed = freePort();
        try (Ssh ssh = host.ssh(List.of("-W", "127.0.0.1:" + closed))) {
            Ssh.Ran ran = ssh.end();
            assertThat(ran.err()).contains("connect failed").contains("connecting to 127.0.0.1:" + closed);
        }
    }

    @Test
    void aThousandForwardedConnectionsAtATime() throws Exception {
        int port = freePort();
        List<Socket> sockets = new ArrayList<>();
        try (Ssh ssh = host.ssh(List.of("-N", "-L", port + ":127.0.0.1:" + echo.getLocalPort()))) {
            roundTrip(port, "first");
            for (int i = 0; i < 1000; i++) {
                sockets.add(new Socket(InetAddress.getLoopbackAddress(), port));
            }
            for (int i = 0; i < 1000; i++) {
                sockets.get(i).getOutputStream().write(("line " + i + "\n").getBytes(UTF_8));
            }
            for (int i = 0; i < 1000; i++) {
                byte[] line = sockets.get(i).getInputStream().readNBytes(("line " + i + "\n").length());
                assertThat(new String(line, UTF_8)).isEqualTo("line " + i + "\n");
            }
            assertThat(ssh.process().isAlive()).isTrue();
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
        TestHost.eventually(() -> host.service().sessions() == 0);
    }

    @Test
    void aRemoteForwardListensOnLoopbackUntilTheConnectionEnds() throws Exception {
        try (Ssh ssh = host.ssh(List.of("-R", "0:127.0.0.1:" + echo.getLocalPort()), "cat")) {
            TestHost.eventually(
                    () -> !host.journal().of(ForwardEvent.Port.class).isEmpty());
            String target =
                    host.journal().of(ForwardEvent.Port.class).getFirst().target();
            int port = Integer.parseInt(target.substring(target.indexOf(':') + 1));
            assertThat(target).startsWith("127.0.0.1:");
            assertThat(roundTrip(port, "through")).isEqualTo("through");
            ssh.end();
            TestHost.eventually(() -> refuses(port));
        }
    }

    @Test
    void withoutTheRightNothingIsForwarded() throws Exception {
        host.permit(new Options.Permits(false, false, true));
        try (Ssh ssh = host.ssh(List.of("-W", "127.0.0.1:" + echo.getLocalPort()))) {
            assertThat(ssh.end().err()).contains("your roles do not allow port forwarding");
        }
        try (Ssh ssh = host.ssh(List.of("-o", "ExitOnForwardFailure=yes", "-R", "0:127.0.0.1:1"), "true")) {
            assertThat(ssh.end().code()).isEqualTo(255);
        }
        assertThat(host.journal().of(ForwardEvent.PortDenied.class)).hasSize(2);
    }

    @Test
    void privilegedPortsAreRootsOnly() throws Exception {
        if (host.user().user().uid() == 0) {
            return;
        }
        try (Ssh ssh = host.ssh(List.of("-o", "ExitOnForwardFailure=yes", "-R", "81:127.0.0.1:1"), "true")) {
            assertThat(ssh.end().code()).isEqualTo(255);
        }
        assertThat(host.journal().of(ForwardEvent.PortDenied.class))
                .singleElement()
                .satisfies(event -> assertThat(event.reason()).contains("below 1024"));
    }

    @Test
    void theForwardedAgentAnswersInTheSessionAndItsSocketIsTheUsersOnly() throws Exception {
        Path socket = host.files().resolve("agent.sock");
        Process agent = new ProcessBuilder("ssh-agent", "-D", "-a", socket.toString()).start();
        try {
            TestHost.eventually(() -> Files.exists(socket));
            ProcessBuilder builder =
                    new ProcessBuilder("ssh-add", host.files().resolve("id").toString());
            builder.environment().put("SSH_AUTH_SOCK", socket.toString());
            assertThat(builder.start().waitFor()).isZero();
            List<String> forward = List.of("-A", "-o", "IdentityAgent=" + socket);
            try (Ssh ssh =
                    host.ssh(forward, "ssh-add -l; stat -c '%a %U' $(dirname $SSH_AUTH_SOCK); echo $SSH_AUTH_SOCK")) {
                Ssh.Ran ran = ssh.end();
                assertThat(ran.out())
                        .contains("ED25519")
                        .contains("700 " + host.user().name());
                String path = ran.out().lines().reduce((_, last) -> last).orElseThrow();
                TestHost.eventually(() -> Files.notExists(Path.of(path).getParent()));
            }
            assertThat(host.journal().of(ForwardEvent.Agent.class)).hasSize(1);
        } finally {
            agent.destroy();
        }
    }

    @Test
    void manySessionsShareOneConnection() throws Exception {
        Path control = host.files().resolve("ctl");
        List<String> master = List.of("-M", "-N", "-o", "ControlPath=" + control);
        try (Ssh ssh = host.ssh(master)) {
            TestHost.eventually(() -> Files.exists(control));
            for (int round = 0; round < 5; round++) {
                twentySessionsEachWithItsExitCode(control);
            }
            assertThat(host.service().sessions()).isEqualTo(1);
            assertThat(ssh.process().isAlive()).isTrue();
        }
    }

    private void twentySessionsEachWithItsExitCode(Path control) throws Exception {
        List<Ssh> sessions = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            sessions.add(host.ssh(List.of("-o", "ControlPath=" + control), "echo " + i + "; exit " + i));
        }
        for (int i = 0; i < 20; i++) {
            assertThat(sessions.get(i).end()).isEqualTo(new Ssh.Ran(i, i + "\n", ""));
        }
    }

    private static boolean refuses(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.getInputStream().read() < 0;
        } catch (IOException e) {
            return true;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static String roundTrip(int port, String text) throws Exception {
        TestHost.eventually(() -> !refusesConnect(port));
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            Thread.ofVirtual().start(() -> {
                try {
                    socket.getOutputStream().write(text.getBytes(UTF_8));
                    socket.shutdownOutput();
                } catch (IOException e) {
                    return;
                }
            });
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    private static boolean refusesConnect(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return !socket.isConnected();
        } catch (IOException e) {
            return true;
        }
    }
}
