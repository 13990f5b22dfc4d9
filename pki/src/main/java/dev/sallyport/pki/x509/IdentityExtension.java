package dev.sallyport.pki.x509;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.pki.identity.CertifiedIdentity;
import dev.sallyport.pki.identity.IdentityDer;
import java.security.cert.X509Certificate;
import org.bouncycastle.asn1.ASN1OctetString;

/** The private X.509 extension that carries the holder's identity. Not critical, so that other programs can read the rest. */
public final class IdentityExtension {

    /** Under 2.25 (a UUID as an arc, X.667): nobody needs to be asked for it. */
    public static final String OID = "2.25.181410957978142244910164452107603805798.1";

    private IdentityExtension() {}

    /**
     * Who the certificate is for. Only meaningful for a certificate that was verified.
     *
     * @throws Failure UNAUTHENTICATED where there is no identity or it is not exactly as {@link IdentityDer} says
     */
    public static CertifiedIdentity read(X509Certificate certificate) {
        byte[] value = certificate.getExtensionValue(OID);
        if (value == null) {
            throw Failure.of(FailureCode.UNAUTHENTICATED, "the certificate carries no Sallyport identity");
        }
        try {
            return IdentityDer.decode(ASN1OctetString.getInstance(value).getOctets());
        } catch (IllegalArgumentException e) {
            throw Failure.of(FailureCode.UNAUTHENTICATED, "the identity in the certificate cannot be read", e);
        }
    }
}
