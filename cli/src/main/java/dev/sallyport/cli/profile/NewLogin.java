package dev.sallyport.cli.profile;

import com.google.protobuf.ByteString;
import dev.sallyport.api.ClusterTrust;
import dev.sallyport.api.ProxyAddress;
import dev.sallyport.api.v1.UserCredentials;
import dev.sallyport.cli.knock.KnockFile;
import dev.sallyport.cli.openssh.KnownHosts;
import dev.sallyport.cli.openssh.SshConfig;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.pki.Certificates;
import dev.sallyport.pki.PemBundle;
import dev.sallyport.pki.PrivateFile;
import dev.sallyport.pki.ssh.SshKeys;
import dev.sallyport.protocols.knock.Ticket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What auth answered to a login, on its way to disk.
 *
 * @param proxy as the person gave it
 */
public record NewLogin(ProxyAddress proxy, LoginKeys keys, UserCredentials credentials) {

    /** What OpenSSH shows of the key. */
    private static final String COMMENT = "sallyport";

    /**
     * Writes the profile and makes it the current one.
     *
     * @param sally absolute path of the launcher, for the OpenSSH configuration
     */
    public Profile save(Profiles profiles, Path sally) {
        List<X509Certificate> chain = chain();
        requireOwnKeys(chain);
        Profile profile = profile(profiles.folder(proxy.toString()), chain);
        ProfileFiles files = new ProfileFiles(profile.folder());
        ClusterTrust trust = ClusterTrust.of(credentials.getTrust());
        PemBundle.of(keys.tls().getPrivate(), chain).write(files.tls());
        PemBundle.of(trust.tls().host()).write(files.hostCas());
        write(files.sshKey(), SshKeys.privateKeyText(keys.ssh(), COMMENT));
        write(files.sshPublicKey(), SshKeys.line(keys.ssh().getPublic(), COMMENT) + "\n");
        write(files.sshCertificate(), credentials.getSshCertificate().strip() + "\n");
        write(files.knownHosts(), KnownHosts.of(trust.sshHostCas()));
        write(files.sshConfig(), SshConfig.ofSallySsh(profile.ssh(), sally));
        PrivateFile.write(files.knock(), knockFile(profile).bytes());
        write(files.profile(), profile.text());
        profiles.select(profile.folder());
        return profile;
    }

    private List<X509Certificate> chain() {
        return Certificates.decodeAll(credentials.getTlsChainList().stream()
                .map(ByteString::toByteArray)
                .toList());
    }

    /** A certificate for another key would fail later, and less clearly. */
    private void requireOwnKeys(List<X509Certificate> chain) {
        boolean tls = !chain.isEmpty()
                && chain.getFirst().getPublicKey().equals(keys.tls().getPublic());
        String certified = SshKeys.line(
                SshKeys.parseCertificate(credentials.getSshCertificate()).getCertPubKey(), "");
        if (!tls || !certified.equals(SshKeys.line(keys.ssh().getPublic(), ""))) {
            throw Failure.of(FailureCode.INTERNAL, "auth certified other keys than those of this login");
        }
    }

    private Profile profile(Path folder, List<X509Certificate> chain) {
        Instant tlsEnd = chain.getFirst().getNotAfter().toInstant();
        Instant sshEnd = Instant.ofEpochSecond(
                SshKeys.parseCertificate(credentials.getSshCertificate()).getValidBefore());
        return new Profile(
                folder,
                proxy,
                credentials.getTrust().getCluster(),
                credentials.getUser(),
                credentials.getRolesList(),
                credentials.getLoginsList(),
                tlsEnd.isBefore(sshEnd) ? tlsEnd : sshEnd,
                Optional.of(credentials.getProxySshAddress())
                        .filter(address -> !address.isEmpty())
                        .map(ProxyAddress::parse));
    }

    private KnockFile knockFile(Profile profile) {
        return new KnockFile(
                profile.folder().toFile(),
                Ticket.of(credentials.getKnockTicket().toByteArray()),
                credentials.getKnockKey().toByteArray(),
                proxy.host(),
                proxy.port(),
                profile.cluster());
    }

    private static void write(Path file, String text) {
        PrivateFile.write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "NewLogin[proxy=" + proxy + ", ***]";
    }
}
