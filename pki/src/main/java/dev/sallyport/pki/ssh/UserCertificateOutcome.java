package dev.sallyport.pki.ssh;

import dev.sallyport.pki.identity.CertifiedIdentity;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** What {@link UserCertificateCheck} found. */
public sealed interface UserCertificateOutcome {

    /**
     * The certificate is in order. Whether its holder may log in here is still to be decided.
     *
     * @param identity who it is
     * @param login the Unix user that was asked for and is a principal
     * @param forceCommand what must run instead of anything that is asked for
     * @param permits rights inside the session; what is not here is forbidden
     * @param notBefore when the proof begins
     * @param notAfter when the proof ends
     * @param serial for logs; unsigned
     * @param only the one node that it opens, by a second factor of its own; empty for all
     */
    record Accepted(
            CertifiedIdentity identity,
            String login,
            Optional<String> forceCommand,
            Set<SshPermit> permits,
            Instant notBefore,
            Instant notAfter,
            long serial,
            Optional<OneNode> only)
            implements UserCertificateOutcome {
        public Accepted {
            permits = Set.copyOf(permits);
        }
    }

    /**
     * The certificate is not in order.
     *
     * @param reason one line for the log and the audit trail; it names the clock where time is the matter
     */
    record Refused(String reason) implements UserCertificateOutcome {}
}
