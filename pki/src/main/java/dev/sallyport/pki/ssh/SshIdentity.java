package dev.sallyport.pki.ssh;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.pki.identity.CertifiedIdentity;
import dev.sallyport.pki.identity.IdentityDer;
import java.util.Base64;
import java.util.List;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.config.keys.OpenSshCertificate.CertificateOption;

/** The holder's identity in an SSH user certificate: an extension with the DER structure in base64. */
public final class SshIdentity {

    /** Name of the extension. */
    public static final String EXTENSION = "identity@sallyport.dev";

    private SshIdentity() {}

    /**
     * Who the certificate is for. Only meaningful for a certificate that was verified.
     *
     * @throws Failure UNAUTHENTICATED where there is not exactly one identity in its one encoding
     */
    public static CertifiedIdentity read(OpenSshCertificate certificate) {
        List<String> values = certificate.getExtensions().stream()
                .filter(option -> EXTENSION.equals(option.getName()))
                .map(SshIdentity::text)
                .toList();
        if (values.size() != 1) {
            throw Failure.of(
                    FailureCode.UNAUTHENTICATED,
                    "the SSH certificate carries " + (values.isEmpty() ? "no" : "more than one")
                            + " Sallyport identity");
        }
        try {
            return IdentityDer.decode(Base64.getDecoder().decode(values.getFirst()));
        } catch (IllegalArgumentException e) {
            throw Failure.of(FailureCode.UNAUTHENTICATED, "the identity in the SSH certificate is not base64", e);
        }
    }

    static String encode(CertifiedIdentity identity) {
        return Base64.getEncoder().encodeToString(IdentityDer.encode(identity));
    }

    private static String text(CertificateOption option) {
        String data = option.getData();
        return data == null ? "" : data;
    }
}
