package dev.sallyport.pki.ssh;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.pki.Keys;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.util.TreeMap;
import org.apache.sshd.common.config.keys.OpenSshCertificate;

/** A CA key for SSH: signs user or host certificates. A cluster has one for each, so that neither passes for the other. */
public final class SshAuthority {

    private final KeyPair keys;
    private final SecureRandom random;

    private SshAuthority(KeyPair keys, SecureRandom random) {
        this.keys = keys;
        this.random = random;
    }

    /** Makes a new Ed25519 CA key. */
    public static SshAuthority create(SecureRandom random) {
        return new SshAuthority(Keys.ed25519(random), random);
    }

    /**
     * A CA that was made before.
     *
     * @throws Failure INVALID where the halves of the key do not belong together or it is not Ed25519
     */
    public static SshAuthority of(KeyPair keys, SecureRandom random) {
        SshKeys.requireEd25519(keys.getPublic());
        if (!Keys.belongTogether(keys.getPrivate(), keys.getPublic())) {
            throw Failure.of(FailureCode.INVALID, "the SSH CA's private key does not belong to its public key");
        }
        return new SshAuthority(keys, random);
    }

    /** The CA's key: for sealing and storing it. */
    public KeyPair keys() {
        return keys;
    }

    /** What others trust. */
    public PublicKey publicKey() {
        return keys.getPublic();
    }

    /** What others trust, as a line: {@code ssh-ed25519 AAAA…}. */
    public String publicKeyLine() {
        return SshKeys.line(keys.getPublic(), "");
    }

    /**
     * Signs a user certificate.
     *
     * @return one line, {@code ssh-ed25519-cert-v01@openssh.com AAAA… USER}
     * @throws Failure INVALID for a key that is not Ed25519, an identity that is too large, a source that is no CIDR range
     */
    public String certifyUser(UserCertificateTemplate template) {
        TreeMap<String, String> options = new TreeMap<>();
        template.forceCommand().ifPresent(command -> options.put(OpenSshCertificate.FORCE_COMMAND, command));
        if (!template.sourceAddresses().isEmpty()) {
            String ranges = String.join(",", template.sourceAddresses());
            AddressRanges.parse(ranges);
            options.put(OpenSshCertificate.SOURCE_ADDRESS, ranges);
        }
        template.only().ifPresent(node -> options.put(OneNode.OPTION, node.text()));
        TreeMap<String, String> extensions = new TreeMap<>();
        extensions.put(SshIdentity.EXTENSION, SshIdentity.encode(template.identity()));
        template.permits().forEach(permit -> extensions.put(permit.extension(), ""));
        String user = template.identity().identity().user();
        return new CertificateBody(
                        template.publicKey(),
                        template.serial(),
                        OpenSshCertificate.Type.USER,
                        user,
                        template.principals(),
                        template.validAfter(),
                        template.validBefore(),
                        options,
                        extensions)
                .sign(keys, random);
    }

    /**
     * Signs a host certificate.
     *
     * @return one line, {@code ssh-ed25519-cert-v01@openssh.com AAAA… KEYID}
     * @throws Failure INVALID for a key that is not Ed25519
     */
    public String certifyHost(HostCertificateTemplate template) {
        return new CertificateBody(
                        template.publicKey(),
                        template.serial(),
                        OpenSshCertificate.Type.HOST,
                        template.keyId(),
                        template.principals(),
                        template.validAfter(),
                        template.validBefore(),
                        new TreeMap<>(),
                        new TreeMap<>())
                .sign(keys, random);
    }
}
