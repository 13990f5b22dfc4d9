package dev.sallyport.testing.tls;

import dev.sallyport.pki.PemBundle;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate of {@code localhost} and one address that openssl made and nobody else signed, with its key: PEM files. */
public record SelfSigned(Path certificate, Path key) {

    private static final char[] NO_SECRET = new char[0];

    /** Makes both in the folder, as {@code cert.pem} and {@code key.pem}. */
    public static SelfSigned in(Path folder, String address) throws IOException, InterruptedException {
        SelfSigned made = new SelfSigned(folder.resolve("cert.pem"), folder.resolve("key.pem"));
        Process openssl = new ProcessBuilder(List.of(
                        "openssl",
                        "req",
                        "-x509",
                        "-newkey",
                        "ec",
                        "-pkeyopt",
                        "ec_paramgen_curve:P-256",
                        "-nodes",
                        "-days",
                        "2",
                        "-subj",
                        "/CN=localhost",
                        "-addext",
                        "subjectAltName=DNS:localhost,IP:" + address,
                        "-keyout",
                        made.key.toString(),
                        "-out",
                        made.certificate.toString()))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("openssl.log").toFile())
                .start();
        if (openssl.waitFor() != 0) {
            throw new IOException("openssl made no certificate: see " + folder.resolve("openssl.log"));
        }
        return made;
    }

    /** The certificate and its key, under a secret. */
    public KeyStore keys(char[] secret) throws GeneralSecurityException, IOException {
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        own.setKeyEntry(
                "own",
                PemBundle.read(key).flatMap(PemBundle::key).orElseThrow(),
                secret,
                chain().toArray(Certificate[]::new));
        return own;
    }

    /** For a server that shows the certificate, and believes only clients that show it too. */
    public SSLContext server() throws GeneralSecurityException, IOException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(keys(NO_SECRET), NO_SECRET);
        KeyStore believed = KeyStore.getInstance("PKCS12");
        believed.load(null, null);
        believed.setCertificateEntry("client", chain().getFirst());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(believed);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private List<X509Certificate> chain() throws IOException {
        return PemBundle.read(certificate).orElseThrow().certificates();
    }
}
