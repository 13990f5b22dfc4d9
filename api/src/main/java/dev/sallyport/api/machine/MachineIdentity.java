package dev.sallyport.api.machine;

import com.google.protobuf.ByteString;
import dev.sallyport.api.ClusterTrust;
import dev.sallyport.api.v1.MachineCredentials;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.pki.Certificates;
import dev.sallyport.pki.ssh.HostCertificate;
import dev.sallyport.pki.x509.TlsIdentity;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Everything that a machine is to the cluster.
 *
 * @param id UUID, given at joining, the same through all renewals
 * @param keys private
 * @param tlsChain leaf for {@code keys.tls}, then its CA
 * @param sshHostCertificate OpenSSH line for {@code keys.sshHost}
 * @param trust the cluster's CAs
 */
public record MachineIdentity(
        String id, MachineKeys keys, List<X509Certificate> tlsChain, String sshHostCertificate, ClusterTrust trust) {

    public MachineIdentity {
        tlsChain = List.copyOf(tlsChain);
        requireOwnKeys(keys, tlsChain, sshHostCertificate);
    }

    /**
     * Puts together what auth answered to a request that was made with these keys.
     *
     * @throws Failure INVALID where the certificates are not for these keys
     */
    public static MachineIdentity of(MachineCredentials credentials, MachineKeys keys) {
        return new MachineIdentity(
                credentials.getId(),
                keys,
                Certificates.decodeAll(credentials.getTlsChainList().stream()
                        .map(ByteString::toByteArray)
                        .toList()),
                credentials.getSshHostCertificate(),
                ClusterTrust.of(credentials.getTrust()));
    }

    /** What {@link #save} left in this folder; empty where nothing did. */
    public static Optional<MachineIdentity> load(Path folder) {
        return MachineFile.load(folder);
    }

    /** Keeps this in the folder, in one file with mode 0600, as a whole or not at all. */
    public void save(Path folder) {
        MachineFile.save(folder, this);
    }

    /** What it proves itself with in TLS. */
    public TlsIdentity tls() {
        return new TlsIdentity(keys.tls().getPrivate(), tlsChain);
    }

    /** From when on the certificates are valid. */
    public Instant notBefore() {
        return tlsChain.getFirst().getNotBefore().toInstant();
    }

    /** Until when the certificates are valid: the earlier end of the two. */
    public Instant notAfter() {
        Instant tls = tlsChain.getFirst().getNotAfter().toInstant();
        Instant ssh = HostCertificate.parse(sshHostCertificate).notAfter();
        return tls.isBefore(ssh) ? tls : ssh;
    }

    /** The whole life of the certificates. */
    public Duration life() {
        return Duration.between(notBefore(), notAfter());
    }

    /** The same machine with the CAs of another moment. */
    public MachineIdentity withTrust(ClusterTrust newer) {
        return new MachineIdentity(id, keys, tlsChain, sshHostCertificate, newer);
    }

    private static void requireOwnKeys(MachineKeys keys, List<X509Certificate> chain, String sshCertificate) {
        if (chain.isEmpty()
                || !chain.getFirst().getPublicKey().equals(keys.tls().getPublic())) {
            throw Failure.of(FailureCode.INVALID, "the machine's TLS certificate is not for its key");
        }
        if (!HostCertificate.parse(sshCertificate).isFor(keys.sshHost().getPublic())) {
            throw Failure.of(FailureCode.INVALID, "the machine's SSH certificate is not for its key");
        }
    }
}
