package dev.sallyport.api;

import com.google.protobuf.ByteString;
import dev.sallyport.api.v1.Trust;
import dev.sallyport.pki.CaPin;
import dev.sallyport.pki.Certificates;
import dev.sallyport.pki.Keys;
import dev.sallyport.pki.hpke.RecipientKey;
import dev.sallyport.pki.ssh.SshKeys;
import dev.sallyport.pki.x509.TrustedCas;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A cluster's CAs at one moment, as they are used; {@link Trust} is how they travel.
 *
 * @param cluster its name
 * @param tls X.509 CAs
 * @param sshHostCas sign SSH host certificates
 * @param sshUserCas sign SSH user certificates
 * @param policyKeys sign what nodes decide by
 * @param recordingKeys for these agents encrypt recordings unless they are told others
 * @param revision grows with every change
 */
public record ClusterTrust(
        String cluster,
        TrustedCas tls,
        List<PublicKey> sshHostCas,
        List<PublicKey> sshUserCas,
        List<PublicKey> policyKeys,
        List<RecipientKey> recordingKeys,
        long revision) {

    public ClusterTrust {
        sshHostCas = List.copyOf(sshHostCas);
        sshUserCas = List.copyOf(sshUserCas);
        policyKeys = List.copyOf(policyKeys);
        recordingKeys = List.copyOf(recordingKeys);
    }

    /**
     * Reads what travelled.
     *
     * @throws dev.sallyport.model.Failure INVALID where a certificate or key in it cannot be read
     */
    public static ClusterTrust of(Trust trust) {
        return new ClusterTrust(
                trust.getCluster(),
                new TrustedCas(certificates(trust.getHostCaList()), certificates(trust.getUserCaList())),
                trust.getSshHostCaList().stream().map(SshKeys::parseKey).toList(),
                trust.getSshUserCaList().stream().map(SshKeys::parseKey).toList(),
                trust.getPolicyKeyList().stream()
                        .map(key -> Keys.publicKey(key.toByteArray()))
                        .toList(),
                trust.getRecordingKeyList().stream().map(RecipientKey::parse).toList(),
                trust.getRevision());
    }

    /** As it travels. */
    public Trust toProto() {
        return Trust.newBuilder()
                .setCluster(cluster)
                .addAllHostCa(encoded(tls.host()))
                .addAllUserCa(encoded(tls.user()))
                .addAllSshHostCa(lines(sshHostCas))
                .addAllSshUserCa(lines(sshUserCas))
                .addAllPolicyKey(policyKeys.stream()
                        .map(key -> ByteString.copyFrom(key.getEncoded()))
                        .toList())
                .addAllRecordingKey(
                        recordingKeys.stream().map(RecipientKey::toString).toList())
                .setRevision(revision)
                .build();
    }

    /** What to give to somebody before the first contact. */
    public List<CaPin> pins() {
        return tls.host().stream().map(CaPin::of).toList();
    }

    private static List<X509Certificate> certificates(List<ByteString> encoded) {
        return Certificates.decodeAll(
                encoded.stream().map(ByteString::toByteArray).toList());
    }

    private static List<ByteString> encoded(List<X509Certificate> certificates) {
        return certificates.stream()
                .map(Certificates::encode)
                .map(ByteString::copyFrom)
                .toList();
    }

    private static List<String> lines(List<PublicKey> keys) {
        return keys.stream().map(key -> SshKeys.line(key, "")).toList();
    }
}
