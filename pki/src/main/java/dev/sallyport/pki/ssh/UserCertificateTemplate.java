package dev.sallyport.pki.ssh;

import dev.sallyport.pki.identity.CertifiedIdentity;
import java.security.PublicKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What an SSH user certificate is to say.
 *
 * @param publicKey the holder's Ed25519 key
 * @param identity the holder; the key id is its user
 * @param principals Unix users that it may log in as; with none the certificate opens nothing
 * @param permits rights inside a session
 * @param validAfter inclusive, cut to seconds
 * @param validBefore exclusive, cut to seconds
 * @param serial for logs; unsigned
 * @param forceCommand runs instead of what the client asks for
 * @param sourceAddresses CIDR ranges that the client must come from; empty for anywhere
 * @param only the one node that it opens; empty for all
 */
public record UserCertificateTemplate(
        PublicKey publicKey,
        CertifiedIdentity identity,
        List<String> principals,
        Set<SshPermit> permits,
        Instant validAfter,
        Instant validBefore,
        long serial,
        Optional<String> forceCommand,
        List<String> sourceAddresses,
        Optional<OneNode> only) {

    public UserCertificateTemplate {
        principals = List.copyOf(principals);
        permits = Set.copyOf(permits);
        sourceAddresses = List.copyOf(sourceAddresses);
        if (!validAfter.isBefore(validBefore)) {
            throw new IllegalArgumentException("a certificate ends after it begins");
        }
    }

    /** A certificate for all nodes. */
    public UserCertificateTemplate(
            PublicKey publicKey,
            CertifiedIdentity identity,
            List<String> principals,
            Set<SshPermit> permits,
            Instant validAfter,
            Instant validBefore,
            long serial,
            Optional<String> forceCommand,
            List<String> sourceAddresses) {
        this(
                publicKey,
                identity,
                principals,
                permits,
                validAfter,
                validBefore,
                serial,
                forceCommand,
                sourceAddresses,
                Optional.empty());
    }

    /** A certificate without critical options. */
    public UserCertificateTemplate(
            PublicKey publicKey,
            CertifiedIdentity identity,
            List<String> principals,
            Set<SshPermit> permits,
            Instant validAfter,
            Instant validBefore,
            long serial) {
        this(publicKey, identity, principals, permits, validAfter, validBefore, serial, Optional.empty(), List.of());
    }
}
