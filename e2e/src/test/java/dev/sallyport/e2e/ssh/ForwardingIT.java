package dev.sallyport.e2e.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.sallyport.testing.dist.Ran;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code -L}, {@code -R}, {@code -D} and {@code -A}, for a person whose role permits them. */
@ExtendWith(SharedWay.class)
class ForwardingIT {

    private static final byte[] WORD = "there and back".getBytes(StandardCharsets.UTF_8);
    private static final int CROWD = 1000;

    private final Way way;
    private final EchoServer echo = new EchoServer();

    /** Short, because the path of a Unix socket is. */
    private Path folder = Path.of("");

    ForwardingIT(Way way) {
        this.way = way;
    }

    @BeforeEach
    void folder() throws IOException {
        folder = Files.createTempDirectory("sally-fwd");
    }

    @AfterEach
    void close() throws IOException {
        echo.close();
        try (var files = Files.list(folder)) {
            files.forEach(file -> file.toFile().delete());
        }
        Files.delete(folder);
    }

    @Test
    void localPortReachesWhatTheHostReaches() throws IOException {
        // Given
        Path socket = folder.resolve("l");

        // When
        try (Background ssh = client("-N", "-L", socket + ":" + echo.address())) {
            ssh.awaitFile(socket);

            // Then
            assertThat(echoed(socket)).isEqualTo(WORD);
        }
    }

    @Test
    void thousandConnectionsShareOneSession() throws Exception {
        // Given
        Path socket = folder.resolve("m");
        try (Background ssh = client("-N", "-L", socket + ":" + echo.address());
                ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
            ssh.awaitFile(socket);

            // When: all are open at once before the first says a word
            List<SocketChannel> open = new ArrayList<>();
            for (int i = 0; i < CROWD; i++) {
                open.add(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
            }
            List<Callable<byte[]>> talks = open.stream()
                    .<Callable<byte[]>>map(channel -> () -> echoed(channel))
                    .toList();

            // Then
            for (Future<byte[]> answer : each.invokeAll(talks)) {
                assertThat(answer.get()).isEqualTo(WORD);
            }
        }
    }

    @Test
    void remotePortReachesThePerson() throws IOException {
        // When
        try (Background ssh = client("-N", "-R", "127.0.0.1:0:" + echo.address())) {
            Matcher port = Pattern.compile("Allocated port (\\d+)").matcher(ssh.said("Allocated port"));

            // Then
            assertThat(port.find()).isTrue();
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(port.group(1)))) {
                assertThat(echoed(socket)).isEqualTo(WORD);
            }
        }
    }

    @Test
    void dynamicPortIsASocksProxyOnTheHost() throws IOException {
        // Given
        int port = freePort();

        // When
        try (Background ssh = client("-v", "-N", "-D", "127.0.0.1:" + port)) {
            ssh.said("Local forwarding listening on 127.0.0.1 port " + port);

            // Then
            try (Socket socket = new Socket(
                    new Proxy(Proxy.Type.SOCKS, new InetSocketAddress(InetAddress.getLoopbackAddress(), port)))) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), echo.port()));
                assertThat(echoed(socket)).isEqualTo(WORD);
            }
        }
    }

    @Test
    void curlGoesThroughTheDynamicPort() throws IOException {
        // Given: a page that only the host is asked for, by a name that only the host resolves
        int port = freePort();
        HttpServer page = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
        page.createContext("/", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, WORD.length);
                exchange.getResponseBody().write(WORD);
            }
        });
        page.start();

        // When
        try (Background ssh = client("-v", "-N", "-D", "127.0.0.1:" + port)) {
            ssh.said("Local forwarding listening on 127.0.0.1 port " + port);
            Ran ran = way.run(
                    "curl",
                    "-sS",
                    "--max-time",
                    "30",
                    "--socks5-hostname",
                    "127.0.0.1:" + port,
                    "http://localhost:" + page.getAddress().getPort() + "/");

            // Then
            assertThat(ran.orFail()).isEqualTo(new String(WORD, StandardCharsets.UTF_8));
        } finally {
            page.stop(0);
        }
    }

    @Test
    void agentOfThePersonSignsOnTheHost() {
        // Given
        Path key = folder.resolve("key");
        way.run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "persons-own-key", "-f", key.toString())
                .orFail();

        // When: an agent with that one key, for as long as the command runs
        Ran ran = way.run(
                "ssh-agent",
                "sh",
                "-c",
                "ssh-add -q " + key + " && ssh -A -F " + way.knock() + " -o BatchMode=yes " + way.target()
                        + " ssh-add -l");

        // Then
        assertThat(ran.orFail()).contains("persons-own-key");
    }

    private Background client(String... options) {
        // A client with a thousand connections needs more descriptors than a login gives it.
        List<String> line = new ArrayList<>(List.of("sh", "-c", "ulimit -n 4096; exec \"$@\"", "sh"));
        line.addAll(
                List.of("ssh", "-F", way.knock().toString(), "-o", "BatchMode=yes", "-o", "ExitOnForwardFailure=yes"));
        line.addAll(List.of(options));
        line.add(way.target());
        return Background.start(way, line);
    }

    private static byte[] echoed(Path socket) throws IOException {
        return echoed(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
    }

    private static byte[] echoed(SocketChannel channel) throws IOException {
        try (channel) {
            channel.write(ByteBuffer.wrap(WORD));
            ByteBuffer answer = ByteBuffer.allocate(WORD.length);
            while (answer.hasRemaining() && channel.read(answer) >= 0) {}
            return answer.array();
        }
    }

    private static byte[] echoed(Socket socket) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(WORD);
        InputStream in = socket.getInputStream();
        return in.readNBytes(WORD.length);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
