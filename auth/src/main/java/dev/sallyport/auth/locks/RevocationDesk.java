package dev.sallyport.auth.locks;

import dev.sallyport.auth.authority.Authority;
import dev.sallyport.model.access.Lock;
import dev.sallyport.pki.ssh.KeyRevocationList;
import dev.sallyport.pki.ssh.SshKeys;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/** Makes OpenSSH key revocation lists for hosts outside of Sallyport. */
public final class RevocationDesk {

    private final LockBook locks;
    private final CertificateBook certificates;
    private final Authority authority;
    private final InstantSource clock;

    public RevocationDesk(LockBook locks, CertificateBook certificates, Authority authority, InstantSource clock) {
        this.locks = locks;
        this.certificates = certificates;
        this.authority = authority;
        this.clock = clock;
    }

    /**
     * The list of now: serial numbers of all certificates that have not ended and that a lock hits, and the names of locked
     * users, whose certificates to come are meant too.
     */
    public KeyRevocationList list() {
        Instant now = clock.instant();
        List<Lock> inForce = locks.inForce();
        return new KeyRevocationList(
                now.toEpochMilli(),
                now,
                authority.trust().getSshUserCaList().stream()
                        .map(SshKeys::parseKey)
                        .toList(),
                certificates.hitBy(inForce),
                inForce.stream().flatMap(RevocationDesk::user).toList());
    }

    private static Stream<String> user(Lock lock) {
        return lock.target() instanceof Lock.Target.User(String name) ? Stream.of(name) : Stream.empty();
    }
}
