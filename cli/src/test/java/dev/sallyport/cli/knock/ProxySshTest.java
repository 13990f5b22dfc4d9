package dev.sallyport.cli.knock;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.cli.knock.FakeProxy.Ended;
import dev.sallyport.protocols.knock.KnockAnswer;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What {@code sally proxy ssh} promises to OpenSSH and to the person in front of it. */
class ProxySshTest {

    @TempDir
    private Path home = Path.of("");

    @ParameterizedTest
    @CsvSource({"box1", "box1:22", "box1.test.example:22", "BOX1.TEST.EXAMPLE", "alice@box1:2222"})
    void knocksForTheNodeThatWasMeant(String typed) throws Exception {
        // Given
        CompletableFuture<String> target = new CompletableFuture<>();
        try (FakeProxy proxy = new FakeProxy(socket -> {
            target.complete(FakeProxy.readKnock(socket.getInputStream()));
            socket.getOutputStream().write(0);
        })) {
            proxy.login(home);

            // When
            Ended ended = FakeProxy.run(home, InputStream.nullInputStream(), typed);

            // Then
            proxy.finish();
            assertThat(ended.code()).isZero();
            assertThat(target.join()).isEqualToIgnoringCase("box1");
        }
    }

    @Test
    void sendsTheClientsBytesBeforeTheAnswer() throws Exception {
        // Given: a proxy that answers only after it has read what the client says first
        try (FakeProxy proxy = new FakeProxy(socket -> {
            FakeProxy.readKnock(socket.getInputStream());
            assertThat(new String(socket.getInputStream().readNBytes(7), UTF_8)).isEqualTo("SSH-2.0");
            socket.getOutputStream().write("\0server".getBytes(UTF_8));
        })) {
            proxy.login(home);

            // When
            Ended ended = FakeProxy.run(home, bytes("SSH-2.0"), "box1");

            // Then
            proxy.finish();
            assertThat(new String(ended.out(), UTF_8)).isEqualTo("server");
        }
    }

    @ParameterizedTest
    @EnumSource(value = KnockAnswer.class, names = "OPEN", mode = EnumSource.Mode.EXCLUDE)
    void refusalIsOneHarmlessLineAndItsExitCode(KnockAnswer answer) throws Exception {
        // Given: a text that would change the window's title
        try (FakeProxy proxy = new FakeProxy(socket -> {
            FakeProxy.readKnock(socket.getInputStream());
            socket.getOutputStream().write(answer.refusal("no \u001b]0;way\u0007\nat all"));
        })) {
            proxy.login(home);

            // When
            Ended ended = FakeProxy.run(home, InputStream.nullInputStream(), "box1");

            // Then
            assertThat(ended.code()).isEqualTo(answer.exitCode());
            assertThat(ended.err()).isEqualTo("sally: no \\x1b]0;way\\x07\\x0aat all\n");
            assertThat(ended.out()).isEmpty();
        }
    }

    @Test
    void endOfInputGoesOnAndAnswersStillArrive() throws Exception {
        // Given
        try (FakeProxy proxy = new FakeProxy(socket -> {
            FakeProxy.readKnock(socket.getInputStream());
            socket.getOutputStream().write(0);
            assertThat(socket.getInputStream().readAllBytes()).isEmpty();
            socket.getOutputStream().write("late".getBytes(UTF_8));
        })) {
            proxy.login(home);

            // When
            Ended ended = FakeProxy.run(home, InputStream.nullInputStream(), "box1");

            // Then
            proxy.finish();
            assertThat(ended.code()).isZero();
            assertThat(new String(ended.out(), UTF_8)).isEqualTo("late");
        }
    }

    @Test
    void endsWithTheHostAlthoughTheClientSaysNothing() throws Exception {
        // Given: an input that never ends
        try (PipedOutputStream silent = new PipedOutputStream();
                InputStream in = new PipedInputStream(silent);
                FakeProxy proxy = new FakeProxy(socket -> {
                    FakeProxy.readKnock(socket.getInputStream());
                    socket.getOutputStream().write("\0bye".getBytes(UTF_8));
                })) {
            proxy.login(home);

            // When
            Ended ended = FakeProxy.run(home, in, "box1");

            // Then
            assertThat(ended.code()).isZero();
            assertThat(new String(ended.out(), UTF_8)).isEqualTo("bye");
        }
    }

    @Test
    void carriesMuchBothWaysUnchanged() throws Exception {
        // Given
        byte[] up = random(48 << 20, 1);
        byte[] down = random(48 << 20, 2);
        CompletableFuture<byte[]> received = new CompletableFuture<>();
        try (FakeProxy proxy = new FakeProxy(socket -> {
            FakeProxy.readKnock(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            out.write(0);
            Thread writer = Thread.ofPlatform().start(() -> write(out, down));
            received.complete(socket.getInputStream().readAllBytes());
            writer.join();
        })) {
            proxy.login(home);

            // When
            Ended ended = FakeProxy.run(home, new ByteArrayInputStream(up), "box1");

            // Then
            proxy.finish();
            assertThat(ended.out()).isEqualTo(down);
            assertThat(received.join()).isEqualTo(up);
        }
    }

    @Test
    void nobodyLoggedIn() {
        // When
        Ended ended = FakeProxy.run(home, InputStream.nullInputStream(), "box1");

        // Then
        assertThat(ended.code()).isEqualTo(Exit.NO_LOGIN);
        assertThat(ended.err()).isEqualTo("sally: not logged in to any proxy. Next: sally login --proxy=HOST:PORT\n");
    }

    @Test
    void expiredLoginIsToldWithoutDialling() throws Exception {
        // Given
        try (FakeProxy proxy = new FakeProxy()) {
            proxy.login(home, Instant.now().getEpochSecond() - 60);

            // When
            Ended ended = FakeProxy.run(home, InputStream.nullInputStream(), "box1");

            // Then
            assertThat(ended.code()).isEqualTo(Exit.NO_LOGIN);
            assertThat(ended.err()).contains("expired", "sally login --proxy=" + proxy.address());
        }
    }

    @Test
    void proxyThatIsNotThere() throws Exception {
        // Given
        FakeProxy proxy = new FakeProxy();
        proxy.login(home);
        proxy.close();

        // When
        Ended ended = FakeProxy.run(home, InputStream.nullInputStream(), "box1");

        // Then
        assertThat(ended.code()).isEqualTo(Exit.UNREACHABLE);
        assertThat(ended.err().lines()).hasSize(1).first().asString().contains(proxy.address(), "cannot be reached");
    }

    @Test
    void damagedFileAsksForANewLogin() throws Exception {
        // Given
        try (FakeProxy proxy = new FakeProxy()) {
            Path folder = proxy.login(home);
            Files.write(folder.resolve(KnockFile.NAME), new byte[] {1, 2, 3});

            // When
            Ended ended = FakeProxy.run(home, InputStream.nullInputStream(), "box1");

            // Then
            assertThat(ended.code()).isEqualTo(Exit.NO_LOGIN);
            assertThat(ended.err()).contains("damaged", "sally login");
        }
    }

    @Test
    void choosesTheLoginByClusterProxyOrFolder() throws Exception {
        // Given
        try (FakeProxy proxy = new FakeProxy(ProxySshTest::open, ProxySshTest::open)) {
            Path folder = proxy.login(home);
            Files.delete(home.resolve(Homes.CURRENT));

            // When
            Ended byFolder = FakeProxy.run(home, InputStream.nullInputStream(), "--profile=" + folder, "box1");
            Ended byCluster = FakeProxy.run(home, InputStream.nullInputStream(), "--cluster=test.example", "box1");
            Ended other = FakeProxy.run(home, InputStream.nullInputStream(), "--proxy=other:443", "box1");

            // Then
            assertThat(byFolder.code()).isZero();
            assertThat(byCluster.code()).isZero();
            assertThat(other.code()).isEqualTo(Exit.NO_LOGIN);
        }
    }

    @ParameterizedTest
    @CsvSource({"--nonsense", "'box1 box2'", "''"})
    void wrongUsage(String args) {
        // When
        Ended ended = FakeProxy.run(home, InputStream.nullInputStream(), args.split(" ", -1));

        // Then
        assertThat(ended.code()).isEqualTo(Exit.USAGE);
        assertThat(ended.err()).startsWith("sally: usage: sally proxy ssh");
    }

    private static void open(java.net.Socket socket) throws Exception {
        FakeProxy.readKnock(socket.getInputStream());
        socket.getOutputStream().write(0);
    }

    private static void write(OutputStream out, byte[] bytes) {
        try {
            out.write(bytes);
            out.flush();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(UTF_8));
    }

    private static byte[] random(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
