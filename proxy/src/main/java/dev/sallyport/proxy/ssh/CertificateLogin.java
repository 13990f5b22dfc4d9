package dev.sallyport.proxy.ssh;

import java.util.List;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.server.auth.UserAuth;
import org.apache.sshd.server.auth.UserAuthFactory;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKey;
import org.apache.sshd.server.session.ServerSession;

/** MINA's {@code publickey}, with critical options left to {@link People}: MINA would refuse {@code force-command}, which binds the agent. */
final class CertificateLogin extends UserAuthPublicKey {

    private CertificateLogin(List<NamedFactory<Signature>> signatures) {
        super(signatures);
    }

    @Override
    protected void verifyCriticalOptions(ServerSession session, OpenSshCertificate certificate) {
        // All of them are checked with the certificate, unknown ones refused.
    }

    /** Makes one for each attempt. */
    static final class Factory implements UserAuthFactory {
        @Override
        public String getName() {
            return UserAuthPublicKey.NAME;
        }

        @Override
        public UserAuth createUserAuth(ServerSession session) {
            return new CertificateLogin(session.getSignatureFactories());
        }
    }
}
