package dev.sallyport.pki.x509;

import dev.sallyport.pki.identity.CertifiedIdentity;
import java.security.cert.X509Certificate;
import java.time.Instant;

/**
 * A peer whose certificate was verified.
 *
 * @param identity who it is
 * @param certificate its leaf
 * @param ca the CA that signed it
 */
public record VerifiedPeer(CertifiedIdentity identity, X509Certificate certificate, X509Certificate ca) {

    /** When the proof ends. */
    public Instant notAfter() {
        return certificate.getNotAfter().toInstant();
    }
}
