package dev.sallyport.cli.profile;

import dev.sallyport.cli.knock.HostTrust;
import dev.sallyport.cli.knock.KnockFile;
import java.nio.file.Path;

/** The files in a profile's folder. */
public record ProfileFiles(Path folder) {

    /** {@link Profile} itself. */
    public Path profile() {
        return folder.resolve("profile");
    }

    /** Key and chain for TLS (PEM). */
    public Path tls() {
        return folder.resolve("tls.pem");
    }

    /** CAs that sign auth, proxies and agents (PEM). */
    public Path hostCas() {
        return folder.resolve(HostTrust.FILE);
    }

    /** Private key in OpenSSH's format; its certificate lies beside it under the name that ssh-add expects. */
    public Path sshKey() {
        return folder.resolve("ssh_key");
    }

    public Path sshPublicKey() {
        return folder.resolve("ssh_key.pub");
    }

    public Path sshCertificate() {
        return folder.resolve("ssh_key-cert.pub");
    }

    /** The CAs of host certificates. */
    public Path knownHosts() {
        return folder.resolve("known_hosts");
    }

    /** For {@code sally ssh} and {@code ssh -F}. */
    public Path sshConfig() {
        return folder.resolve("ssh_config");
    }

    /** For the hot path. */
    public Path knock() {
        return folder.resolve(KnockFile.NAME);
    }
}
