package dev.sallyport.auth.export;

import dev.sallyport.auth.export.ExportTarget.TlsFiles;
import dev.sallyport.model.Failure;
import dev.sallyport.pki.PemBundle;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** TLS towards a target; the files are read for each batch, so that renewed ones count at once. */
public final class ExportTls {

    private final TlsFiles files;

    public ExportTls(TlsFiles files) {
        this.files = files;
    }

    /** For one connection. */
    public SSLSocketFactory sockets() throws IOException {
        return context().getSocketFactory();
    }

    /** For one connection. */
    SSLContext context() throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(own(), trusted(), null);
            return context;
        } catch (GeneralSecurityException | Failure e) {
            throw new IOException("TLS of an export: " + e.getMessage(), e);
        }
    }

    /** Who is believed, of the file that says so. */
    public TrustManager[] trustManagers() throws IOException {
        try {
            TrustManager[] trusted = trusted();
            if (trusted != null) {
                return trusted;
            }
        } catch (GeneralSecurityException | Failure e) {
            throw new IOException("TLS: " + e.getMessage(), e);
        }
        throw new IOException("TLS: no file says whom to believe");
    }

    private KeyManager @Nullable [] own() throws GeneralSecurityException, IOException {
        if (files.certificate().isEmpty()) {
            return null;
        }
        Path keyFile = files.key().orElse(files.certificate().get());
        PrivateKey key =
                bundle(keyFile).key().orElseThrow(() -> new GeneralSecurityException(keyFile + " has no private key"));
        List<X509Certificate> chain = bundle(files.certificate().get()).certificates();
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("own", key, new char[0], chain.toArray(Certificate[]::new));
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, new char[0]);
        return managers.getKeyManagers();
    }

    private TrustManager @Nullable [] trusted() throws GeneralSecurityException, IOException {
        if (files.ca().isEmpty()) {
            return null;
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        List<X509Certificate> cas = bundle(files.ca().get()).certificates();
        if (cas.isEmpty()) {
            throw new GeneralSecurityException(files.ca().get() + " has no certificate of a CA");
        }
        for (int i = 0; i < cas.size(); i++) {
            store.setCertificateEntry("ca" + i, cas.get(i));
        }
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(store);
        return managers.getTrustManagers();
    }

    private static PemBundle bundle(Path file) throws GeneralSecurityException {
        return PemBundle.read(file).orElseThrow(() -> new GeneralSecurityException("there is no file " + file));
    }
}
