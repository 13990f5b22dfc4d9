package dev.sallyport.pki.ssh;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.security.PublicKey;
import java.time.Instant;
import java.util.List;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.OpenSshCertificate;

/**
 * What an SSH host certificate says, for the host that it is for. Read, not verified.
 *
 * @param publicKey the host's key
 * @param principals names that it stands for
 * @param notBefore inclusive
 * @param notAfter exclusive
 */
public record HostCertificate(PublicKey publicKey, List<String> principals, Instant notBefore, Instant notAfter) {

    public HostCertificate {
        principals = List.copyOf(principals);
    }

    /**
     * Reads a line.
     *
     * @throws Failure INVALID where it is no host certificate, or one without an end
     */
    public static HostCertificate parse(String line) {
        OpenSshCertificate certificate = SshKeys.parseCertificate(line);
        if (certificate.getType() != OpenSshCertificate.Type.HOST) {
            throw Failure.of(FailureCode.INVALID, "this is an SSH user certificate, expected a host's");
        }
        long end = certificate.getValidBefore();
        if (certificate.getValidAfter() < 0
                || end < certificate.getValidAfter()
                || end > Instant.MAX.getEpochSecond()) {
            throw Failure.of(FailureCode.INVALID, "this SSH host certificate has no end, expected one that ends");
        }
        return new HostCertificate(
                certificate.getCertPubKey(),
                List.copyOf(certificate.getPrincipals()),
                Instant.ofEpochSecond(certificate.getValidAfter()),
                Instant.ofEpochSecond(certificate.getValidBefore()));
    }

    /** Whether it is for this key. */
    public boolean isFor(PublicKey key) {
        return KeyUtils.compareKeys(publicKey, key);
    }
}
