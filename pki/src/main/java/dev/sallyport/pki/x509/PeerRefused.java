package dev.sallyport.pki.x509;

import java.security.cert.CertificateException;

/** A peer's certificate was not accepted. The message is for a person: what is wrong, and what to do. */
public final class PeerRefused extends CertificateException {

    PeerRefused(String message) {
        super(message);
    }

    PeerRefused(String message, Throwable cause) {
        super(message, cause);
    }
}
