package dev.sallyport.agent.ssh;

import dev.sallyport.pki.ssh.UserCertificateOutcome;
import java.security.PublicKey;
import java.util.Optional;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.SessionContext;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.server.auth.AbstractUserAuth;
import org.apache.sshd.server.auth.UserAuth;
import org.apache.sshd.server.auth.UserAuthFactory;
import org.apache.sshd.server.session.ServerSession;
import org.jspecify.annotations.Nullable;

/**
 * The one way in: {@code publickey} (RFC 4252, section 7) with an Ed25519 user certificate. A plain key is passed over,
 * because clients offer those too before the right one.
 *
 * <p>The order matters: certificate in order, then signature by its key, and only then the decision, which may ask auth;
 * nobody without the key learns what a role says.
 */
final class CertificateAuth extends AbstractUserAuth {

    private static final String NAME = "publickey";
    private static final String ALGORITHM = KeyPairProvider.SSH_ED25519_CERT;
    /** Refusals of one connection that are explained and noted; a client with twenty certificates says it twenty times. */
    private static final int MOST_EXPLAINED = 3;

    private static final AttributeKey<Integer> EXPLAINED = new AttributeKey<>();

    private final Login login;

    CertificateAuth(Login login) {
        super(NAME);
        this.login = login;
    }

    static UserAuthFactory factory(Login login) {
        return new UserAuthFactory() {
            @Override
            public String getName() {
                return NAME;
            }

            @Override
            public UserAuth createUserAuth(ServerSession session) {
                return new CertificateAuth(login);
            }
        };
    }

    /** What a request holds: the key as it is on the wire, and the signature when there is one. */
    private record Offer(byte[] blob, OpenSshCertificate certificate, byte @Nullable [] signature) {}

    @Override
    protected @Nullable Boolean doAuth(Buffer buffer, boolean init) throws Exception {
        Optional<Offer> offer = read(buffer);
        if (offer.isEmpty()) {
            return false;
        }
        return switch (login.check(offer.get().certificate(), getUsername(), getServerSession())) {
            case UserCertificateOutcome.Refused(String reason) -> refuse(reason);
            case UserCertificateOutcome.Accepted accepted -> {
                if (offer.get().signature() == null) {
                    acceptable(offer.get().blob());
                    yield null;
                }
                yield verified(offer.get(), offer.get().signature()) && enter(accepted);
            }
        };
    }

    private static Optional<Offer> read(Buffer buffer) throws Exception {
        boolean signed = buffer.getBoolean();
        String algorithm = buffer.getString();
        byte[] blob = buffer.getBytes();
        byte[] signature = signed ? buffer.getBytes() : null;
        if (!ALGORITHM.equals(algorithm) || buffer.available() > 0) {
            return Optional.empty();
        }
        ByteArrayBuffer key = new ByteArrayBuffer(blob);
        if (key.getRawPublicKey() instanceof OpenSshCertificate certificate
                && ALGORITHM.equals(certificate.getKeyType())
                && key.available() == 0) {
            return Optional.of(new Offer(blob, certificate, signature));
        }
        return Optional.empty();
    }

    private boolean refuse(String reason) throws Exception {
        if (explains()) {
            login.tell(getServerSession(), Optional.empty(), getUsername(), new Login.Denied(reason, reason));
            banner(reason);
        }
        return false;
    }

    private boolean enter(UserCertificateOutcome.Accepted accepted) throws Exception {
        Optional<Login.Denied> denied = login.enter(getServerSession(), accepted);
        if (denied.isPresent()) {
            banner(denied.get().told());
        }
        return denied.isEmpty();
    }

    private boolean explains() {
        SessionContext session = getServerSession();
        Integer before = session.getAttribute(EXPLAINED);
        int count = before == null ? 0 : before;
        session.setAttribute(EXPLAINED, count + 1);
        return count < MOST_EXPLAINED;
    }

    /** The client's signature over this session and this request, by the certified key (RFC 4252, section 7). */
    private boolean verified(Offer offer, byte[] signature) throws Exception {
        ServerSession session = getServerSession();
        Buffer signed = new ByteArrayBuffer(offer.blob().length + 512, false);
        signed.putBytes(session.getSessionId());
        signed.putByte(SshConstants.SSH_MSG_USERAUTH_REQUEST);
        signed.putString(getUsername());
        signed.putString(getService());
        signed.putString(NAME);
        signed.putBoolean(true);
        signed.putString(ALGORITHM);
        signed.putBytes(offer.blob());
        PublicKey key = offer.certificate().getCertPubKey();
        Signature verifier = BuiltinSignatures.ed25519.create();
        verifier.initVerifier(session, key);
        verifier.update(session, signed.array(), signed.rpos(), signed.available());
        return verifier.verify(session, signature);
    }

    /** SSH_MSG_USERAUTH_PK_OK: with a signature this key would do. */
    private void acceptable(byte[] blob) throws Exception {
        ServerSession session = getServerSession();
        Buffer answer = session.createBuffer(SshConstants.SSH_MSG_USERAUTH_PK_OK, blob.length + 128);
        answer.putString(ALGORITHM);
        answer.putBytes(blob);
        session.writePacket(answer);
    }

    /** The one thing that clients print before a login. */
    private void banner(String text) throws Exception {
        ServerSession session = getServerSession();
        Buffer banner = session.createBuffer(SshConstants.SSH_MSG_USERAUTH_BANNER, text.length() + 64);
        banner.putString("sallyport: " + Plain.text(text) + "\r\n");
        banner.putString("");
        session.writePacket(banner);
    }
}
