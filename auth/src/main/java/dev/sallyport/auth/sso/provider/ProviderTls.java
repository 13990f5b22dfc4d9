package dev.sallyport.auth.sso.provider;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.pki.PemBundle;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** TLS towards a provider: the public CAs, or those of the connector in their place. */
public final class ProviderTls {

    private ProviderTls() {}

    /**
     * The context to dial with.
     *
     * @param trustedCa PEM; empty for the public CAs
     * @throws Failure INVALID where it is no PEM
     */
    public static SSLContext context(String trustedCa) {
        try {
            if (trustedCa.isBlank()) {
                return SSLContext.getDefault();
            }
            SSLContext context = SSLContext.getInstance("TLS");
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(store(certificates(trustedCa)));
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw Failure.of(FailureCode.INTERNAL, "TLS towards an identity provider: " + e.getMessage(), e);
        }
    }

    /** @throws Failure INVALID where there is none */
    public static List<X509Certificate> certificates(String pem) {
        List<X509Certificate> certificates = PemBundle.parse(pem, "trusted_ca").certificates();
        if (certificates.isEmpty()) {
            throw Failure.of(FailureCode.INVALID, "no certificate in the PEM text");
        }
        return certificates;
    }

    private static KeyStore store(List<X509Certificate> cas) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (int i = 0; i < cas.size(); i++) {
            store.setCertificateEntry("ca" + i, cas.get(i));
        }
        return store;
    }
}
