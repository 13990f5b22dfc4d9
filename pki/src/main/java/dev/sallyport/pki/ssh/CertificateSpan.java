package dev.sallyport.pki.ssh;

import java.time.Instant;
import org.apache.sshd.common.config.keys.OpenSshCertificate;

/**
 * Which certificate it is, and when it is good.
 *
 * @param serial unsigned
 */
public record CertificateSpan(long serial, Instant validAfter, Instant validBefore) {

    /** @throws dev.sallyport.model.Failure INVALID where the line is no certificate */
    public static CertificateSpan of(String line) {
        OpenSshCertificate certificate = SshKeys.parseCertificate(line);
        return new CertificateSpan(
                certificate.getSerial(),
                Instant.ofEpochSecond(certificate.getValidAfter()),
                Instant.ofEpochSecond(certificate.getValidBefore()));
    }
}
