package dev.sallyport.pki.x509;

import dev.sallyport.pki.identity.CertifiedIdentity;
import java.net.InetAddress;
import java.security.PublicKey;
import java.time.Instant;
import java.util.List;

/**
 * What a leaf certificate is to say.
 *
 * @param publicKey ECDSA P-256, see {@link dev.sallyport.pki.Keys#tlsPublicKey}
 * @param identity the holder
 * @param dnsNames names that a server proves; empty for clients
 * @param addresses IP addresses that a server proves
 * @param notBefore inclusive, cut to seconds
 * @param notAfter inclusive, cut to seconds
 * @param usage which side of TLS it is for
 */
public record CertificateTemplate(
        PublicKey publicKey,
        CertifiedIdentity identity,
        List<String> dnsNames,
        List<InetAddress> addresses,
        Instant notBefore,
        Instant notAfter,
        Usage usage) {

    /** The side of TLS that a certificate is for: its extended key usage (RFC 5280 4.2.1.12). */
    public enum Usage {
        CLIENT,
        SERVER,
        BOTH
    }

    public CertificateTemplate {
        dnsNames = List.copyOf(dnsNames);
        addresses = List.copyOf(addresses);
        if (!notBefore.isBefore(notAfter)) {
            throw new IllegalArgumentException("a certificate ends after it begins");
        }
    }

    /** A certificate for a client, without names. */
    public static CertificateTemplate client(
            PublicKey publicKey, CertifiedIdentity identity, Instant notBefore, Instant notAfter) {
        return new CertificateTemplate(publicKey, identity, List.of(), List.of(), notBefore, notAfter, Usage.CLIENT);
    }

    /** A certificate for a server with one name, which is a client of others too. */
    public static CertificateTemplate server(
            PublicKey publicKey, CertifiedIdentity identity, String dnsName, Instant notBefore, Instant notAfter) {
        return new CertificateTemplate(
                publicKey, identity, List.of(dnsName), List.of(), notBefore, notAfter, Usage.BOTH);
    }
}
