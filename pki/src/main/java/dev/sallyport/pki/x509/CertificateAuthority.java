package dev.sallyport.pki.x509;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.pki.CaPin;
import dev.sallyport.pki.Keys;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/** A CA key with its self-signed certificate: signs leaves, nothing else. */
public final class CertificateAuthority {

    private final PrivateKey key;
    private final X509Certificate certificate;
    private final SecureRandom random;

    private CertificateAuthority(PrivateKey key, X509Certificate certificate, SecureRandom random) {
        this.key = key;
        this.certificate = certificate;
        this.random = random;
    }

    /**
     * Makes a new ECDSA P-256 key and its self-signed certificate.
     *
     * @param name what a reader of the certificate sees, for example {@code demo host CA}
     * @param notBefore inclusive; a margin before now spares peers whose clock is behind
     * @param notAfter inclusive; no leaf may outlive it
     */
    public static CertificateAuthority create(String name, Instant notBefore, Instant notAfter, SecureRandom random) {
        KeyPair pair = Keys.ecdsaP256(random);
        return new CertificateAuthority(
                pair.getPrivate(), CertificateWriter.selfSigned(name, pair, notBefore, notAfter, random), random);
    }

    /**
     * A CA that was made before.
     *
     * @throws Failure INVALID where the key is not the certificate's, or the certificate is not a CA's
     */
    public static CertificateAuthority of(PrivateKey key, X509Certificate certificate, SecureRandom random) {
        if (certificate.getBasicConstraints() < 0) {
            throw Failure.of(FailureCode.INVALID, "this certificate is not a CA's: it has no basic constraint CA");
        }
        if (!Keys.belongTogether(key, certificate.getPublicKey())) {
            throw Failure.of(FailureCode.INVALID, "the CA's key does not belong to its certificate");
        }
        return new CertificateAuthority(key, certificate, random);
    }

    /** The CA's own certificate. */
    public X509Certificate certificate() {
        return certificate;
    }

    /** The CA's private key: for sealing and storing it. */
    public PrivateKey key() {
        return key;
    }

    /** What names this CA at first contact. */
    public CaPin pin() {
        return CaPin.of(certificate);
    }

    /**
     * Signs a leaf.
     *
     * @return the chain as a peer needs it: leaf, then this CA
     * @throws Failure INVALID where the leaf would outlive the CA or its identity is too large
     */
    public List<X509Certificate> issue(CertificateTemplate template) {
        if (template.notAfter().isAfter(certificate.getNotAfter().toInstant())) {
            throw Failure.of(
                    FailureCode.INVALID,
                    "a certificate until " + template.notAfter() + " would outlive its CA, which ends at "
                            + certificate.getNotAfter().toInstant() + ": rotate the CA");
        }
        return List.of(CertificateWriter.leaf(template, key, certificate, random), certificate);
    }
}
