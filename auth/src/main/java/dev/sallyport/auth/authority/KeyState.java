package dev.sallyport.auth.authority;

import dev.sallyport.pki.ssh.SshAuthority;
import dev.sallyport.pki.x509.CertificateAuthority;
import java.security.KeyPair;
import java.time.Instant;
import java.util.stream.Stream;

/**
 * All rings at one moment.
 *
 * @param loaded when it was read
 */
record KeyState(
        KeyRing.Snapshot<CertificateAuthority> host,
        KeyRing.Snapshot<CertificateAuthority> user,
        KeyRing.Snapshot<SshAuthority> sshHost,
        KeyRing.Snapshot<SshAuthority> sshUser,
        KeyRing.Snapshot<KeyPair> policy,
        KeyRing.Snapshot<byte[]> routing,
        RecordingKeys.Snapshot recording,
        Instant loaded) {

    /** When something of it changes by the calendar. */
    Instant until() {
        return Stream.concat(all().map(ring -> ring.schedule().nextChange(loaded)), Stream.of(recording.until()))
                .min(Instant::compareTo)
                .orElseThrow();
    }

    /** Of the store, when a CA last changed. Grows with every change. */
    long revision() {
        long rings = Stream.of(host, user, sshHost, sshUser, policy)
                .mapToLong(KeyRing.Snapshot::revision)
                .max()
                .orElseThrow();
        return Math.max(rings, recording.revision());
    }

    boolean sameKeys(KeyState other) {
        return revision() == other.revision()
                && routing.revision() == other.routing.revision()
                && signers().equals(other.signers());
    }

    private java.util.List<String> signers() {
        return all().map(ring -> ring.signer(loaded).id()).toList();
    }

    private Stream<KeyRing.Snapshot<?>> all() {
        return Stream.of(host, user, sshHost, sshUser, policy, routing);
    }
}
