package dev.sallyport.auth.sso.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.model.access.Identity;
import dev.sallyport.pki.PemBundle;
import dev.sallyport.pki.x509.TlsIdentity;
import dev.sallyport.testing.TestAuthority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

/** What auth does with providers that do not do what providers do. */
class ProviderHttpTest {

    private final CountDownLatch over = new CountDownLatch(1);

    @Test
    void aProviderThatDripsIsGivenUpInTime() throws IOException {
        // Given: headers and half of an answer, and then nothing more
        try (ServerSocket server = serving(new ServerSocket(0, 10, InetAddress.getLoopbackAddress()), """
                HTTP/1.1 200 OK\r
                Content-Length: 100\r
                \r
                {"issuer":""")) {

            // When
            Failure failure = refusal(URI.create("http://127.0.0.1:" + server.getLocalPort() + "/"), "");

            // Then
            assertThat(failure.code()).isEqualTo(FailureCode.UNAVAILABLE);
            assertThat(failure.text()).contains("corp did not answer in time");
        } finally {
            over.countDown();
        }
    }

    @Test
    void aRedirectIsNotFollowed() throws IOException {
        // Given
        try (ServerSocket server = serving(new ServerSocket(0, 10, InetAddress.getLoopbackAddress()), """
                HTTP/1.1 302 Found\r
                Location: http://127.0.0.1:1/\r
                Content-Length: 0\r
                \r
                """);
                ProviderHttp http = ProviderHttp.open("corp", "", Duration.ofSeconds(10))) {

            // When
            ProviderHttp.Reply reply =
                    http.get(URI.create("http://127.0.0.1:" + server.getLocalPort() + "/"), Map.of());

            // Then
            assertThat(reply.status()).isEqualTo(302);
        } finally {
            over.countDown();
        }
    }

    @Test
    void aCertificateThatNobodyVouchesForIsRefused() throws IOException, GeneralSecurityException {
        // Given
        TestAuthority authority = new TestAuthority(InstantSource.system());
        TlsIdentity identity = authority.server(Identity.Kind.AUTH, "id", "localhost");
        String ca = PemBundle.of(List.of(authority.hostCa().certificate())).text();
        try (ServerSocket server = serving(tls(identity), """
                HTTP/1.1 200 OK\r
                Content-Length: 2\r
                \r
                {}""")) {
            URI place = URI.create("https://localhost:" + server.getLocalPort() + "/");
            URI otherName = URI.create("https://127.0.0.1:" + server.getLocalPort() + "/");

            // When
            Failure stranger = refusal(place, "");
            Failure wrongName = refusal(otherName, ca);
            int vouchedFor;
            try (ProviderHttp http = ProviderHttp.open("corp", ca, Duration.ofSeconds(10))) {
                vouchedFor = http.get(place, Map.of()).status();
            }

            // Then
            assertThat(stranger.text()).contains("cannot be spoken to");
            assertThat(wrongName.text()).contains("cannot be spoken to");
            assertThat(vouchedFor).isEqualTo(200);
        } finally {
            over.countDown();
        }
    }

    private static Failure refusal(URI place, String ca) {
        try (ProviderHttp http = ProviderHttp.open("corp", ca, Duration.ofSeconds(1))) {
            Failure failure = catchThrowableOfType(Failure.class, () -> http.get(place, Map.of()));
            assertThat(failure).isNotNull();
            return failure;
        }
    }

    private ServerSocket serving(ServerSocket server, String answer) {
        Thread.ofVirtual().start(() -> {
            while (!server.isClosed()) {
                try {
                    Socket socket = server.accept();
                    Thread.ofVirtual().start(() -> serve(socket, answer));
                } catch (IOException e) {
                    return;
                }
            }
        });
        return server;
    }

    private void serve(Socket socket, String answer) {
        try (socket) {
            if (socket.getInputStream().read() >= 0) {
                socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
                socket.getOutputStream().flush();
                over.await();
            }
        } catch (IOException e) {
            // A client that went away.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ServerSocket tls(TlsIdentity identity) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("own", identity.key(), new char[0], identity.chain().toArray(Certificate[]::new));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context.getServerSocketFactory().createServerSocket(0, 10, InetAddress.getLoopbackAddress());
    }
}
