package dev.sallyport.cli.knock;

import java.io.BufferedInputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** Trust in the cluster's host CA, and in nothing else. */
public final class HostTrust {

    /** Name of the file with the host CA's certificates (PEM) in a profile's folder. */
    public static final String FILE = "host-ca.pem";

    private HostTrust() {}

    /** TLS towards one host of the cluster. */
    static SSLContext context(File folder, String target) throws GeneralSecurityException, IOException, Refusal {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        int count = 0;
        for (Certificate ca : read(new File(folder, FILE))) {
            store.setCertificateEntry("ca" + count++, ca);
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(store);
        X509TrustManager path = (X509TrustManager) trust.getTrustManagers()[0];
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(null, new TrustManager[] {new NamedHost(path, target)}, null);
        return context;
    }

    private static Iterable<? extends Certificate> read(File file) throws Refusal {
        try (InputStream in = new BufferedInputStream(new FileInputStream(file))) {
            return CertificateFactory.getInstance("X.509").generateCertificates(in);
        } catch (IOException | CertificateException e) {
            throw new Refusal(Exit.NO_LOGIN, file + " cannot be read. Next: sally login --proxy=HOST:PORT");
        }
    }
}
