package dev.sallyport.pki.ssh;

import java.security.PublicKey;
import java.time.Instant;
import java.util.List;

/**
 * What an SSH host certificate is to say.
 *
 * @param publicKey the host's Ed25519 key
 * @param keyId for logs: the node's id
 * @param principals names under which clients know the host; never empty, because OpenSSH takes none as any
 * @param validAfter inclusive, cut to seconds
 * @param validBefore exclusive, cut to seconds
 * @param serial for logs; unsigned
 */
public record HostCertificateTemplate(
        PublicKey publicKey,
        String keyId,
        List<String> principals,
        Instant validAfter,
        Instant validBefore,
        long serial) {

    public HostCertificateTemplate {
        principals = List.copyOf(principals);
        if (principals.isEmpty()) {
            throw new IllegalArgumentException("a host certificate without principals would stand for every host");
        }
        if (!validAfter.isBefore(validBefore)) {
            throw new IllegalArgumentException("a certificate ends after it begins");
        }
    }
}
