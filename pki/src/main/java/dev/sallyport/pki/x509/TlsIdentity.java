package dev.sallyport.pki.x509;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/**
 * What one end of TLS proves itself with.
 *
 * @param key the leaf's
 * @param chain leaf, then its CA
 */
public record TlsIdentity(PrivateKey key, List<X509Certificate> chain) {

    public TlsIdentity {
        chain = List.copyOf(chain);
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("a chain has a leaf");
        }
    }

    /** The certificate of the key. */
    public X509Certificate leaf() {
        return chain.getFirst();
    }

    /** When the leaf's validity ends. */
    public Instant notAfter() {
        return leaf().getNotAfter().toInstant();
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "TlsIdentity[key=***, leaf=" + leaf().getSubjectX500Principal().getName() + ", notAfter=" + notAfter()
                + "]";
    }
}
