package dev.sallyport.cli.connect;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/** The machine's own trust store, which knows a company's CAs too, as Debian and Red Hat keep it. Where there is none, the runtime's own counts. */
final class MachineTrust {

    private static final List<Path> BUNDLES =
            List.of(Path.of("/etc/ssl/certs/ca-certificates.crt"), Path.of("/etc/pki/tls/certs/ca-bundle.crt"));

    private MachineTrust() {}

    /** Sockets that trust what the machine trusts; empty for the runtime's default. */
    static Optional<SSLSocketFactory> socketFactory() throws IOException {
        Optional<Path> bundle = BUNDLES.stream().filter(Files::isReadable).findFirst();
        return bundle.isEmpty() ? Optional.empty() : Optional.of(trusting(bundle.get()));
    }

    private static SSLSocketFactory trusting(Path bundle) throws IOException {
        try (InputStream in = Files.newInputStream(bundle)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int count = 0;
            for (Certificate ca : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("ca" + count++, ca);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IOException("the machine's trust store " + bundle + " cannot be read", e);
        }
    }
}
