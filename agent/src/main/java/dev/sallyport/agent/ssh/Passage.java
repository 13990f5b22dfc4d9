package dev.sallyport.agent.ssh;

import dev.sallyport.agent.process.UnixUser;
import dev.sallyport.audit.event.EventSubject;
import dev.sallyport.model.access.Grants;
import dev.sallyport.pki.ssh.SshPermit;
import dev.sallyport.pki.ssh.UserCertificateOutcome;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.session.Session;
import org.jspecify.annotations.Nullable;

/**
 * Who came in on a connection, and what they may do: made once, when the login is decided, and never changed.
 *
 * <p>A right needs both the certificate and a role.
 */
final class Passage {

    private static final AttributeKey<Passage> KEY = new AttributeKey<>();

    private final Inbound inbound;
    private final UserCertificateOutcome.Accepted certificate;
    private final Grants grants;
    private final UnixUser user;
    private final EventSubject subject;
    private final AgentSocket agentSocket;
    private final RemoteForwards remoteForwards;
    private final AtomicBoolean firstSession = new AtomicBoolean(true);
    private final AtomicBoolean noMoreSessions = new AtomicBoolean();
    private final AtomicInteger channels = new AtomicInteger();

    Passage(
            Inbound inbound,
            UserCertificateOutcome.Accepted certificate,
            Grants grants,
            UnixUser user,
            EventSubject subject,
            Session session,
            Workshop workshop) {
        this.inbound = inbound;
        this.certificate = certificate;
        this.grants = grants;
        this.user = user;
        this.subject = subject;
        this.agentSocket = new AgentSocket(session, user, workshop);
        this.remoteForwards = new RemoteForwards(session, this, workshop);
    }

    /** The passage of a connection; null before the login. */
    static @Nullable Passage of(Session session) {
        return session.getAttribute(KEY);
    }

    void begin(Session session) {
        session.setAttribute(KEY, this);
    }

    /** Gives back what the connection holds: sockets and listeners. */
    void end() {
        agentSocket.close();
        remoteForwards.close();
    }

    UserCertificateOutcome.Accepted certificate() {
        return certificate;
    }

    UnixUser user() {
        return user;
    }

    Inbound inbound() {
        return inbound;
    }

    EventSubject subject() {
        return subject;
    }

    AgentSocket agentSocket() {
        return agentSocket;
    }

    RemoteForwards remoteForwards() {
        return remoteForwards;
    }

    boolean mayHaveTerminal() {
        return certificate.permits().contains(SshPermit.PTY);
    }

    boolean mayForwardPorts() {
        return grants.permits().portForwarding() && certificate.permits().contains(SshPermit.PORT_FORWARDING);
    }

    boolean mayForwardAgent() {
        return grants.permits().agentForwarding() && certificate.permits().contains(SshPermit.AGENT_FORWARDING);
    }

    boolean mayCopyFiles() {
        return grants.permits().fileCopy();
    }

    /** The passage's own id for the first session of the connection, after that null: make one. */
    @Nullable
    String takeSessionId() {
        return firstSession.getAndSet(false) ? inbound.sessionId() : null;
    }

    void refuseFurtherSessions() {
        noMoreSessions.set(true);
    }

    boolean refusesFurtherSessions() {
        return noMoreSessions.get();
    }

    /** Counts a channel in; false when there are as many as there may be. */
    boolean enter(int most) {
        if (channels.incrementAndGet() > most) {
            channels.decrementAndGet();
            return false;
        }
        return true;
    }

    void leave() {
        channels.decrementAndGet();
    }
}
