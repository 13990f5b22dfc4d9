package dev.sallyport.auth.server;

import dev.sallyport.auth.authority.MachineIssuer;
import dev.sallyport.pki.x509.TlsIdentity;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * What auth proves itself with: a certificate of its own host CA, made at the start, at half its life and when the signing
 * key changes. Asked on every handshake.
 */
public final class ServerCertificate {

    private static final Duration TTL = Duration.ofHours(24);

    private final MachineIssuer issuer;
    private final InstantSource clock;
    private TlsIdentity identity;
    private Instant renewAt;

    public ServerCertificate(MachineIssuer issuer, InstantSource clock) {
        this.issuer = issuer;
        this.clock = clock;
        identity = issuer.server(TTL);
        renewAt = clock.instant().plus(TTL.dividedBy(2));
    }

    /** What the next handshake shows; the same for whatever name a client asks for: it must be the client that insists on one. */
    synchronized TlsIdentity identity() {
        Instant now = clock.instant();
        boolean clockWentBack = now.isBefore(identity.leaf().getNotBefore().toInstant());
        if (!now.isBefore(renewAt) || clockWentBack || !issuer.isSignedByCurrentKey(identity)) {
            identity = issuer.server(TTL);
            renewAt = now.plus(TTL.dividedBy(2));
        }
        return identity;
    }
}
