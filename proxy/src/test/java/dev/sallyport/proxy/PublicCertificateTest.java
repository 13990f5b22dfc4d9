package dev.sallyport.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.model.access.Identity;
import dev.sallyport.pki.Certificates;
import dev.sallyport.pki.Pem;
import dev.sallyport.pki.ServerNames;
import dev.sallyport.pki.x509.PeerVerifier;
import dev.sallyport.pki.x509.TlsIdentity;
import dev.sallyport.pki.x509.TrustedCas;
import dev.sallyport.proxy.tls.PublicCertificate;
import dev.sallyport.testing.TestAuthority;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.cert.Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The certificate that browsers trust: signed by a CA that has nothing to do with the cluster, and renewed in its files. */
class PublicCertificateTest {

    private final TestAuthority publicCa = new TestAuthority("public", InstantSource.system());

    @TempDir
    Path folder;

    private Instant written = Instant.now();
    private PublicCertificate files;
    private TlsIdentity first;
    private TestProxy proxy;

    @BeforeEach
    void start() throws Exception {
        files = new PublicCertificate(folder.resolve("public.pem"), folder.resolve("public.key"));
        first = identity();
        write(first);
        proxy = TestProxy.showing(files);
    }

    @AfterEach
    void stop() {
        proxy.close();
        assertThat(Leaks.found()).isEmpty();
    }

    @Test
    void whoTrustsItGetsThePinsOfTheCluster() throws Exception {
        // When
        String answer;
        try (SSLSocket socket = connect()) {
            socket.getOutputStream()
                    .write("GET /v1/trust HTTP/1.1\r\nHost: proxy.test\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }

        // Then
        assertThat(answer)
                .startsWith("HTTP/1.1 200 OK")
                .endsWith("{\"cluster\":\"test\",\"pins\":[\"" + proxy.authority.pin() + "\"]}");
    }

    @Test
    void aRenewedOneIsShownToTheNextClientAndABrokenOneToNobody() throws Exception {
        // Given
        assertThat(shown()).isEqualTo(first.leaf());

        // When
        TlsIdentity second = identity();
        write(second);

        // Then
        assertThat(shown()).isEqualTo(second.leaf());

        // When
        write(files.certificate(), "-----BEGIN CERTIFICATE-----\nhalf of");

        // Then
        assertThat(shown()).isEqualTo(second.leaf());
    }

    private TlsIdentity identity() {
        return publicCa.server(Identity.Kind.PROXY, "public", ServerNames.PROXY);
    }

    private void write(TlsIdentity identity) throws IOException {
        write(
                files.key(),
                Pem.format(List.of(new Pem.Section("PRIVATE KEY", identity.key().getEncoded()))));
        write(
                files.certificate(),
                Pem.format(identity.chain().stream()
                        .map(each -> new Pem.Section("CERTIFICATE", Certificates.encode(each)))
                        .toList()));
    }

    /** Each time a second later, as files that are renewed after months. */
    private void write(Path file, String text) throws IOException {
        written = written.plusSeconds(1);
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.from(written));
    }

    private Certificate shown() throws Exception {
        try (SSLSocket socket = connect()) {
            return socket.getSession().getPeerCertificates()[0];
        }
    }

    private SSLSocket connect() throws Exception {
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        TrustedCas trusted = new TrustedCas(List.of(publicCa.hostCa().certificate()), List.of());
        PeerVerifier verifier = PeerVerifier.trusting(() -> trusted, InstantSource.system());
        context.init(null, new TrustManager[] {verifier.serverTrust(ServerNames.PROXY)}, null);
        SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket(proxy.connect(), ServerNames.PROXY, 443, true);
        socket.startHandshake();
        return socket;
    }
}
