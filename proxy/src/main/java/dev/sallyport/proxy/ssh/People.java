package dev.sallyport.proxy.ssh;

import dev.sallyport.pki.ssh.UserCertificateCheck;
import dev.sallyport.pki.ssh.UserCertificateOutcome;
import dev.sallyport.proxy.link.LiveCluster;
import java.net.InetSocketAddress;
import java.security.PublicKey;
import java.time.InstantSource;
import java.util.Optional;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.server.auth.pubkey.PublickeyAuthenticator;
import org.apache.sshd.server.session.ServerSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may jump: everybody with a user certificate that is in order here and now. Under which login name does not matter, because nobody
 * logs in here; the agent asks for its own.
 */
final class People implements PublickeyAuthenticator {

    private static final Logger log = LoggerFactory.getLogger(People.class);

    private static final AttributeKey<UserCertificateOutcome.Accepted> WHO = new AttributeKey<>();

    private final LiveCluster cluster;
    private final InstantSource clock;

    People(LiveCluster cluster, InstantSource clock) {
        this.cluster = cluster;
        this.clock = clock;
    }

    @Override
    public boolean authenticate(String login, PublicKey key, ServerSession session) {
        if (!(key instanceof OpenSshCertificate certificate)
                || !(session.getClientAddress() instanceof InetSocketAddress source)) {
            return false;
        }
        UserCertificateOutcome outcome = UserCertificateCheck.check(
                certificate, cluster.trust().sshUserCas(), anyLogin(certificate), source.getAddress(), clock.instant());
        return switch (outcome) {
            case UserCertificateOutcome.Accepted accepted -> unlocked(accepted, session, source);
            case UserCertificateOutcome.Refused(String reason) -> {
                log.info("jump refused source={} reason=\"{}\"", source, reason);
                yield false;
            }
        };
    }

    /** The person is noted before locks are looked at: a lock that comes meanwhile finds the connection, or is found here. */
    private boolean unlocked(
            UserCertificateOutcome.Accepted accepted, ServerSession session, InetSocketAddress source) {
        session.setAttribute(WHO, accepted);
        Optional<String> objection = lock(accepted)
                .or(() -> cluster.locks().staleFor(accepted.identity().identity(), clock.instant()));
        objection.ifPresent(told -> log.info("jump refused source={} reason=\"{}\"", source, told));
        return objection.isEmpty();
    }

    private Optional<String> lock(UserCertificateOutcome.Accepted who) {
        return cluster.locks().lockOn(who.identity().identity(), who.notBefore(), clock.instant());
    }

    /** What a lock in force says to the person of this connection, where one hits; who has not proved anything yet is not hit. */
    Optional<String> lockOn(Session session) {
        UserCertificateOutcome.Accepted who = session.getAttribute(WHO);
        return who == null ? Optional.empty() : lock(who);
    }

    /** One of the certificate's own, so that only a certificate without any fails by it. */
    private static String anyLogin(OpenSshCertificate certificate) {
        return certificate.getPrincipals() == null
                        || certificate.getPrincipals().isEmpty()
                ? ""
                : certificate.getPrincipals().iterator().next();
    }
}
