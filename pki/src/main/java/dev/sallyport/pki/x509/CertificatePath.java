package dev.sallyport.pki.x509;

import java.security.GeneralSecurityException;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Set;

/** The checks on one leaf and its CA. The path itself (RFC 5280 6) is validated by the JDK. */
final class CertificatePath {

    static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
    static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";

    private static final int DNS_NAME = 2;

    private CertificatePath() {}

    /** The CA among the trusted that signed this leaf, with everything on the path in order and valid now. */
    static X509Certificate issuer(X509Certificate leaf, Collection<X509Certificate> trusted, Instant now)
            throws PeerRefused {
        X509Certificate ca = trusted.stream()
                .filter(candidate -> signed(candidate, leaf))
                .findFirst()
                .orElseThrow(() -> new PeerRefused(
                        "the certificate of " + name(leaf) + " is not signed by a CA that is trusted here"));
        requireValid("the certificate of " + name(leaf), leaf, now);
        requireValid("the CA certificate " + name(ca), ca, now);
        try {
            CertPath path = CertificateFactory.getInstance("X.509").generateCertPath(List.of(leaf));
            PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(ca, null)));
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(now));
            CertPathValidator.getInstance("PKIX").validate(path, parameters);
            return ca;
        } catch (GeneralSecurityException e) {
            throw new PeerRefused("the certificate of " + name(leaf) + " is not in order: " + e.getMessage(), e);
        }
    }

    static boolean signedByOneOf(X509Certificate leaf, Collection<X509Certificate> cas) {
        return cas.stream().anyMatch(ca -> signed(ca, leaf));
    }

    static void requirePurpose(X509Certificate leaf, String purpose) throws PeerRefused {
        try {
            List<String> purposes = leaf.getExtendedKeyUsage();
            if (purposes == null || !purposes.contains(purpose)) {
                throw new PeerRefused("the certificate of " + name(leaf) + " is not for a TLS "
                        + (purpose.equals(SERVER_AUTH) ? "server" : "client"));
            }
        } catch (CertificateParsingException e) {
            throw new PeerRefused("the certificate's extended key usage cannot be read", e);
        }
    }

    static void requireName(X509Certificate leaf, String wanted) throws PeerRefused {
        try {
            Collection<List<?>> names = leaf.getSubjectAlternativeNames();
            if (names == null || names.stream().noneMatch(name -> isDnsName(name, wanted))) {
                throw new PeerRefused("the server at the other end is not " + wanted + ", its certificate is for "
                        + name(leaf) + ": check the address");
            }
        } catch (CertificateParsingException e) {
            throw new PeerRefused("the certificate's names cannot be read", e);
        }
    }

    private static boolean isDnsName(List<?> name, String wanted) {
        return name.get(0) instanceof Integer type
                && type == DNS_NAME
                && name.get(1) instanceof String text
                && text.equalsIgnoreCase(wanted);
    }

    private static void requireValid(String what, X509Certificate certificate, Instant now) throws PeerRefused {
        Instant notBefore = certificate.getNotBefore().toInstant();
        Instant notAfter = certificate.getNotAfter().toInstant();
        if (now.isBefore(notBefore)) {
            throw new PeerRefused(what + " is not valid until " + notBefore + "; this machine's clock says " + now
                    + ": check the clock, here and where the certificate was made");
        }
        if (now.isAfter(notAfter)) {
            throw new PeerRefused(what + " ended at " + notAfter + "; this machine's clock says " + now
                    + ": get a new one, or check the clock");
        }
    }

    private static boolean signed(X509Certificate ca, X509Certificate leaf) {
        if (!ca.getSubjectX500Principal().equals(leaf.getIssuerX500Principal())) {
            return false;
        }
        try {
            leaf.verify(ca.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static String name(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName();
    }
}
