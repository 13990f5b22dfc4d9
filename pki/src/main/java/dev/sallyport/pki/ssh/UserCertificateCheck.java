package dev.sallyport.pki.ssh;

import dev.sallyport.model.Failure;
import dev.sallyport.model.access.Identity;
import dev.sallyport.pki.identity.CertifiedIdentity;
import java.net.InetAddress;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.config.keys.OpenSshCertificate.CertificateOption;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.common.signature.Signature;

/**
 * Decides whether a user certificate is in order for this login, from this address, now. Pure. That the peer has the
 * certificate's private key is proved by the SSH protocol, elsewhere.
 *
 * <p>Stricter than sshd on purpose: a certificate without principals opens nothing (sshd agrees for {@code
 * TrustedUserCAKeys}); one without an end is refused; {@code verify-required} is refused, because nothing here sees
 * whether a security key verified its user, and Sallyport issues no certificates for such keys.
 */
public final class UserCertificateCheck {

    private UserCertificateCheck() {}

    /**
     * Checks.
     *
     * @param certificate as the peer presented it
     * @param trustedCas the SSH user CAs of the moment
     * @param login the Unix user that is asked for
     * @param source where the client's connection comes from, as the proxy reported it or the socket says
     */
    public static UserCertificateOutcome check(
            OpenSshCertificate certificate,
            Collection<PublicKey> trustedCas,
            String login,
            InetAddress source,
            Instant now) {
        return check(certificate, trustedCas, login, source, now, true);
    }

    /**
     * The same but for the logins that it lists: where it matters who comes, and nobody is to become a Unix user. A certificate for one session opens what it lists here
     * too: it was made for that.
     *
     * @param login as it was asked for
     */
    public static UserCertificateOutcome checkHolder(
            OpenSshCertificate certificate,
            Collection<PublicKey> trustedCas,
            String login,
            InetAddress source,
            Instant now) {
        return check(certificate, trustedCas, login, source, now, false);
    }

    private static UserCertificateOutcome check(
            OpenSshCertificate certificate,
            Collection<PublicKey> trustedCas,
            String login,
            InetAddress source,
            Instant now,
            boolean listed) {
        try {
            requireUserType(certificate);
            requireSignature(certificate, trustedCas);
            Instant notAfter = requireValid(certificate, now);
            Optional<String> command = requireOptions(certificate, source);
            Optional<OneNode> only = only(certificate);
            requirePrincipal(certificate, listed || only.isPresent() ? Optional.of(login) : Optional.empty());
            return new UserCertificateOutcome.Accepted(
                    requireIdentity(certificate),
                    login,
                    command,
                    SshPermit.among(names(certificate.getExtensions(), "extension")),
                    Instant.ofEpochSecond(certificate.getValidAfter()),
                    notAfter,
                    certificate.getSerial(),
                    only);
        } catch (Refusal refusal) {
            return new UserCertificateOutcome.Refused(refusal.reason);
        } catch (RuntimeException e) {
            // Whatever could not be read on the way is a no.
            return new UserCertificateOutcome.Refused("the certificate cannot be read: " + e.getMessage());
        }
    }

    /** Ends the check with a no; never leaves this class. */
    private static final class Refusal extends Exception {
        private final String reason;

        Refusal(String reason) {
            super(reason, null, false, false);
            this.reason = reason;
        }
    }

    private static void requireUserType(OpenSshCertificate certificate) throws Refusal {
        if (certificate.getType() != OpenSshCertificate.Type.USER) {
            throw new Refusal("this is a host certificate, expected a user's");
        }
    }

    private static void requireSignature(OpenSshCertificate certificate, Collection<PublicKey> trustedCas)
            throws Refusal {
        PublicKey ca = certificate.getCaPubKey();
        if (trustedCas.stream().noneMatch(trusted -> KeyUtils.compareKeys(trusted, ca))) {
            throw new Refusal("the certificate is signed by a CA that is not trusted here");
        }
        if (!KeyPairProvider.SSH_ED25519.equals(certificate.getSignatureAlgorithm()) || !verified(certificate, ca)) {
            throw new Refusal("the certificate's signature is wrong");
        }
    }

    private static boolean verified(OpenSshCertificate certificate, PublicKey ca) {
        try {
            Signature verifier = BuiltinSignatures.ed25519.create();
            verifier.initVerifier(null, ca);
            verifier.update(null, certificate.getMessage());
            return verifier.verify(null, certificate.getRawSignature());
        } catch (Exception e) {
            return false;
        }
    }

    private static Instant requireValid(OpenSshCertificate certificate, Instant now) throws Refusal {
        long from = certificate.getValidAfter();
        long until = certificate.getValidBefore();
        // Unsigned on the wire: what is negative here is beyond any date, "forever" among it.
        if (from < 0 || until < 0 || until > Instant.MAX.getEpochSecond()) {
            throw new Refusal("the certificate has no end, expected one that ends");
        }
        Instant notBefore = Instant.ofEpochSecond(from);
        Instant notAfter = Instant.ofEpochSecond(until);
        if (now.isBefore(notBefore)) {
            throw new Refusal("the certificate is not valid until " + notBefore + "; this machine's clock says " + now
                    + ": check the clock");
        }
        if (!now.isBefore(notAfter)) {
            throw new Refusal("the certificate ended at " + notAfter + "; this machine's clock says " + now
                    + ": log in again, or check the clock");
        }
        return notAfter;
    }

    private static void requirePrincipal(OpenSshCertificate certificate, Optional<String> login) throws Refusal {
        Collection<String> principals = certificate.getPrincipals();
        if (principals == null || principals.isEmpty()) {
            throw new Refusal("the certificate has no principals, so it opens no login");
        }
        if (login.isPresent() && (login.get().isEmpty() || !principals.contains(login.get()))) {
            throw new Refusal("the certificate is not for login '" + login.get() + "'");
        }
    }

    private static Optional<String> requireOptions(OpenSshCertificate certificate, InetAddress source) throws Refusal {
        List<CertificateOption> options = certificate.getCriticalOptions();
        names(options, "critical option");
        Optional<String> command = Optional.empty();
        for (CertificateOption option : options) {
            switch (option.getName()) {
                case OpenSshCertificate.FORCE_COMMAND -> command = Optional.of(value(option));
                case OpenSshCertificate.SOURCE_ADDRESS -> requireSource(value(option), source);
                case OneNode.OPTION -> value(option);
                case OpenSshCertificate.VERIFY_REQUIRED ->
                    throw new Refusal("the certificate demands verify-required, which cannot be proved here");
                default ->
                    throw new Refusal("the certificate has an unknown critical option '" + option.getName() + "'");
            }
        }
        return command;
    }

    private static Optional<OneNode> only(OpenSshCertificate certificate) throws Refusal {
        for (CertificateOption option : certificate.getCriticalOptions()) {
            if (option.getName().equals(OneNode.OPTION)) {
                try {
                    return Optional.of(OneNode.parse(value(option)));
                } catch (Failure e) {
                    throw new Refusal(e.text());
                }
            }
        }
        return Optional.empty();
    }

    private static void requireSource(String ranges, InetAddress source) throws Refusal {
        try {
            if (!AddressRanges.parse(ranges).contains(source)) {
                throw new Refusal("the certificate is for source addresses " + ranges + ", the client comes from "
                        + source.getHostAddress());
            }
        } catch (Failure e) {
            throw new Refusal("the certificate's source-address cannot be read: " + e.text());
        }
    }

    private static CertifiedIdentity requireIdentity(OpenSshCertificate certificate) throws Refusal {
        CertifiedIdentity identity;
        try {
            identity = SshIdentity.read(certificate);
        } catch (Failure e) {
            throw new Refusal(e.text());
        }
        if (identity.identity().kind() != Identity.Kind.USER) {
            throw new Refusal("the certificate is for a holder of kind "
                    + identity.identity().kind() + ", expected a user");
        }
        if (!identity.identity().user().equals(certificate.getId())) {
            throw new Refusal("the certificate's key id is not the user of its identity");
        }
        return identity;
    }

    private static String value(CertificateOption option) throws Refusal {
        String data = option.getData();
        if (data == null || data.isEmpty()) {
            throw new Refusal("the certificate's critical option '" + option.getName() + "' has no value");
        }
        return data;
    }

    /** The names, each at most once: of two with one name, two programs might believe different ones. */
    private static Set<String> names(List<CertificateOption> options, String what) throws Refusal {
        Set<String> names = new HashSet<>();
        for (CertificateOption option : options) {
            if (!names.add(option.getName())) {
                throw new Refusal("the certificate has the " + what + " '" + option.getName() + "' twice");
            }
        }
        return names;
    }
}
