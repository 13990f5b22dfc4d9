package dev.sallyport.pki;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;

/** X.509 certificates (RFC 5280) from and to DER. */
public final class Certificates {

    /** Longest certificate that is looked at, bytes. An identity has at most 16 KiB. */
    public static final int MAX_BYTES = 32 * 1024;

    private Certificates() {}

    /** The certificate's DER. */
    public static byte[] encode(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was read or signed has an encoding", e);
        }
    }

    /**
     * Reads one certificate; nothing about it is verified.
     *
     * @throws Failure INVALID where this is no certificate, or more than one
     */
    public static X509Certificate decode(byte[] der) {
        if (der.length > MAX_BYTES) {
            throw Failure.of(FailureCode.INVALID, "a certificate has at most " + MAX_BYTES + " bytes");
        }
        try {
            ByteArrayInputStream in = new ByteArrayInputStream(der);
            if (CertificateFactory.getInstance("X.509").generateCertificate(in) instanceof X509Certificate certificate
                    && in.available() == 0) {
                return certificate;
            }
        } catch (CertificateException e) {
            throw Failure.of(FailureCode.INVALID, "this is no X.509 certificate in DER", e);
        }
        throw Failure.of(FailureCode.INVALID, "this is not exactly one X.509 certificate in DER");
    }

    /** Reads certificates in order; nothing about them is verified. */
    public static List<X509Certificate> decodeAll(Collection<byte[]> ders) {
        return ders.stream().map(Certificates::decode).toList();
    }
}
