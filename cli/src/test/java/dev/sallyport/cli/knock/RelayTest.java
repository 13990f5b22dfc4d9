package dev.sallyport.cli.knock;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.cli.knock.FakeProxy.Ended;
import dev.sallyport.model.access.Identity;
import dev.sallyport.pki.PemBundle;
import dev.sallyport.pki.x509.LiveKeyManager;
import dev.sallyport.pki.x509.TlsIdentity;
import dev.sallyport.protocols.knock.KnockLabels;
import dev.sallyport.testing.TestAuthority;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a network lets only TLS through, the session goes through TLS, and only to whom it was meant for. */
class RelayTest {

    private final TestAuthority authority = new TestAuthority(InstantSource.system());

    @TempDir
    private Path home = Path.of("");

    @ParameterizedTest
    @ValueSource(ints = {-1, 0x15, 'H'})
    void closedBareWayLeadsToTls(int answer) throws Exception {
        // Given: a path that closes, answers with a TLS alert, or with HTTP; then an agent behind TLS
        CompletableFuture<String> target = new CompletableFuture<>();
        try (FakeProxy proxy = new FakeProxy(
                socket -> {
                    if (answer >= 0) {
                        socket.getOutputStream().write(answer);
                        socket.getInputStream().read();
                    }
                },
                socket -> target.complete(agent(socket, "box1")))) {
            trust(proxy.login(home));

            // When
            Ended ended = FakeProxy.run(home, hello(), "box1");

            // Then: nothing that the client said is lost, and the knock travelled as the server's name
            proxy.finish();
            assertThat(ended.code()).as(ended.err()).isZero();
            assertThat(new String(ended.out(), UTF_8)).isEqualTo("hello to you");
            assertThat(target.join()).isEqualTo("box1");
        }
    }

    @Test
    void remembersForAWhile() throws Exception {
        // Given: a proxy that closes a bare connection once
        CompletableFuture<String> second = new CompletableFuture<>();
        try (FakeProxy proxy = new FakeProxy(
                socket -> {}, socket -> agent(socket, "box1"), socket -> second.complete(agent(socket, "box1")))) {
            trust(proxy.login(home));
            FakeProxy.run(home, hello(), "box1");

            // When
            Ended ended = FakeProxy.run(home, hello(), "box1");

            // Then: the third connection was TLS at once
            proxy.finish();
            assertThat(ended.code()).as(ended.err()).isZero();
            assertThat(second.join()).isEqualTo("box1");
        }
    }

    @Test
    void somebodyElsesCertificateIsRefused() throws Exception {
        // Given: a node of the cluster that is not the one asked for
        try (FakeProxy proxy = new FakeProxy(socket -> {}, socket -> refused(socket, authority, "box2"))) {
            trust(proxy.login(home));

            // When
            Ended ended = FakeProxy.run(home, hello(), "box1");

            // Then
            assertThat(ended.code()).isEqualTo(Exit.UNREACHABLE);
            assertThat(ended.err()).contains("not trusted");
            assertThat(ended.out()).isEmpty();
        }
    }

    @Test
    void otherClustersCertificateIsRefused() throws Exception {
        // Given
        TestAuthority other = new TestAuthority(InstantSource.system());
        try (FakeProxy proxy = new FakeProxy(socket -> {}, socket -> refused(socket, other, "box1"))) {
            trust(proxy.login(home));

            // When
            Ended ended = FakeProxy.run(home, hello(), "box1");

            // Then
            assertThat(ended.code()).isEqualTo(Exit.UNREACHABLE);
            assertThat(ended.err()).contains("not trusted");
        }
    }

    @Test
    void neitherWayIsOneLine() throws Exception {
        // Given: a proxy that closes everything
        try (FakeProxy proxy = new FakeProxy(socket -> {}, socket -> {})) {
            Path folder = trust(proxy.login(home));

            // When
            Ended ended = FakeProxy.run(home, InputStream.nullInputStream(), "box1");

            // Then: and nothing is remembered
            assertThat(ended.code()).isEqualTo(Exit.AWAY);
            assertThat(ended.err().lines()).hasSize(1).first().asString().contains("neither bare nor in TLS");
            assertThat(folder.resolve("tls-only")).doesNotExist();
        }
    }

    private Path trust(Path folder) {
        PemBundle.of(List.of(authority.hostCa().certificate())).write(folder.resolve(HostTrust.FILE));
        assertThat(Files.exists(folder.resolve(HostTrust.FILE))).isTrue();
        return folder;
    }

    private static InputStream hello() {
        return new ByteArrayInputStream("SSH-2.0-hello".getBytes(UTF_8));
    }

    /** An agent that takes part in the whole session; returns whom the knock named. */
    private String agent(Socket socket, String name) throws Exception {
        SSLSocket tls = handshake(socket, authority, name);
        assertThat(new String(tls.getInputStream().readAllBytes(), UTF_8)).isEqualTo("SSH-2.0-hello");
        tls.getOutputStream().write("hello to you".getBytes(UTF_8));
        tls.shutdownOutput();
        SNIHostName asked = (SNIHostName) ((ExtendedSSLSession) tls.getSession())
                .getRequestedServerNames()
                .getFirst();
        return FakeProxy.target(Objects.requireNonNull(KnockLabels.decode(asked.getAsciiName())));
    }

    private static void refused(Socket socket, TestAuthority authority, String name) throws Exception {
        try {
            handshake(socket, authority, name).getInputStream().read();
        } catch (javax.net.ssl.SSLException e) {
            // The client's alert.
            return;
        }
    }

    private static SSLSocket handshake(Socket socket, TestAuthority authority, String name) throws Exception {
        TlsIdentity node = authority.server(Identity.Kind.NODE, "id", name);
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(new KeyManager[] {new LiveKeyManager(() -> Optional.of(node))}, null, null);
        SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(socket, null, false);
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {RelayConnection.PROTOCOL});
        tls.setSSLParameters(parameters);
        tls.startHandshake();
        return tls;
    }
}
