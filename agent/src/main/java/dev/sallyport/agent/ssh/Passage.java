package dev.sallyport.agent.ssh;

import dev.sallyport.agent.process.UnixUser;
import dev.sallyport.audit.event.EventSubject;
import dev.sallyport.model.access.CommandRules;
import dev.sallyport.model.access.Grants;
import dev.sallyport.model.access.Identity;
import dev.sallyport.model.access.Lock;
import dev.sallyport.model.access.Requirement;
import dev.sallyport.pki.ssh.OneNode;
import dev.sallyport.pki.ssh.SshPermit;
import dev.sallyport.pki.ssh.UserCertificateOutcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.session.Session;
import org.jspecify.annotations.Nullable;

/**
 * Who came in on a connection, and what they may do: made once, when the login is decided; what it gives never changes.
 *
 * <p>A right needs both the certificate and a role.
 */
final class Passage {

    private static final AttributeKey<Passage> KEY = new AttributeKey<>();

    /** More than channels that can be open at once. */
    private static final int MOST_SESSION_IDS = 256;

    private final Inbound inbound;
    private final UserCertificateOutcome.Accepted certificate;
    private final Grants grants;
    private final UnixUser user;
    private final EventSubject subject;
    private final AgentSocket agentSocket;
    private final RemoteForwards remoteForwards;
    private final Seats seats;
    private final Optional<Joining> joining;
    private final AtomicBoolean firstSession = new AtomicBoolean(true);
    private final AtomicBoolean noMoreSessions = new AtomicBoolean();
    private final AtomicInteger channels = new AtomicInteger();
    private final AtomicInteger sessions = new AtomicInteger();
    private final AtomicBoolean touched = new AtomicBoolean();
    private volatile Instant active;
    private final AtomicReference<List<Lock>> checked = new AtomicReference<>(List.of());
    /** Of all sessions that began in this connection; its channels are bounded, and so is this. */
    private final Deque<String> sessionIds = new ConcurrentLinkedDeque<>();

    private volatile Identity identity;
    private volatile String cutBecause = "";

    Passage(
            Inbound inbound,
            UserCertificateOutcome.Accepted certificate,
            Grants grants,
            UnixUser user,
            EventSubject subject,
            Optional<Joining> joining,
            Session session,
            Workshop workshop) {
        this.inbound = inbound;
        this.certificate = certificate;
        this.identity = certificate.identity().identity();
        this.grants = grants;
        this.user = user;
        this.active = workshop.clock().instant();
        this.subject = subject;
        this.joining = joining;
        this.agentSocket = new AgentSocket(session, user, workshop);
        this.seats = workshop.seats();
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
        seats.leave(subject.user());
    }

    /** Notes that these locks are looked at now; false when they were before. */
    boolean isNew(List<Lock> locks) {
        return !checked.getAndSet(locks).equals(locks);
    }

    /** The connection itself and the last sessions in it, by which a lock may name it. */
    List<String> sessionIds() {
        List<String> ids = new ArrayList<>(sessionIds);
        ids.add(inbound.sessionId());
        return ids;
    }

    /** A session of this id begins. What locks say of it is looked at again. */
    void began(UUID session) {
        sessionIds.addLast(session.toString());
        if (sessionIds.size() > MOST_SESSION_IDS) {
            sessionIds.pollFirst();
        }
        checked.set(List.of());
    }

    /** Who came in, and what proved it: the certificate's second factors, and those that were shown since. */
    Identity identity() {
        return identity;
    }

    /** A second factor was shown. What locks say of it is looked at again. */
    void provedBy(String device) {
        identity = identity.provedBy(device);
        checked.set(List.of());
    }

    /** The connection is cut for this reason. */
    void cut(String reason) {
        cutBecause = reason;
    }

    /** Why the connection ended: of itself, or because somebody cut it. */
    String whyEnded() {
        return cutBecause.isEmpty() ? "the connection was lost" : cutBecause;
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

    /** What the connection came to join, if it did: then it opens nothing of its own. */
    Optional<Joining> joining() {
        return joining;
    }

    /** Who must be in sessions of this connection. */
    List<Requirement> moderators() {
        return grants.moderators();
    }

    /** Nobody could watch what is forwarded, so what is to be watched has no forwards. */
    boolean mayForwardPorts() {
        return joining.isEmpty()
                && grants.moderators().isEmpty()
                && grants.permits().portForwarding()
                && certificate.permits().contains(SshPermit.PORT_FORWARDING);
    }

    boolean mayForwardAgent() {
        return joining.isEmpty()
                && grants.permits().agentForwarding()
                && certificate.permits().contains(SshPermit.AGENT_FORWARDING);
    }

    /** What becomes of a request to run something; a command that the certificate forces needs no role's leave. */
    CommandRules.Verdict verdict(SessionPlan.Kind kind, String asked) {
        if (certificate.forceCommand().isPresent()) {
            return new CommandRules.Verdict.Instead(certificate.forceCommand().get());
        }
        return switch (kind) {
            case EXEC -> grants.commands().exec(asked);
            case SHELL -> grants.commands().shell("shell");
            case SUBSYSTEM -> grants.commands().shell("subsystem " + asked);
        };
    }

    /** Why no session may begin in this connection now, where it is about what this host knows of locks. */
    Optional<String> staleness(Workshop workshop) {
        return FreshLocks.now(workshop).objection(grants, workshop.clock());
    }

    /** Why the connection has to end now, if it has to. */
    Optional<String> overdue(Instant now) {
        if (touched.getAndSet(false)) {
            active = now;
        }
        if (grants.disconnectExpired() && !now.isBefore(loginEnds())) {
            return Optional.of("your certificate ended at " + loginEnds() + "; log in again");
        }
        return grants.idleTimeout()
                .filter(most -> !now.isBefore(active.plus(most)))
                .map(most -> "nothing was sent for " + most.toSeconds() + " s, which is all that your roles allow");
    }

    /** What a session ends with where it ends with its certificate: one of a minute stands for the login that it came from. */
    private Instant loginEnds() {
        return certificate.only().map(OneNode::loginEnds).orElse(certificate.notAfter());
    }

    /** The client of this connection sent something to what it runs or forwards. */
    static void touch(Session session) {
        Passage passage = of(session);
        if (passage != null) {
            passage.touch();
        }
    }

    /** Somebody sent something to what runs here. */
    void touch() {
        touched.setPlain(true);
    }

    boolean mustBeRecorded() {
        return grants.strictRecording();
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

    /** Counts a session in; false when there are as many as the roles allow. */
    boolean enterSession() {
        boolean room = grants.maxSessions()
                .map(most -> sessions.getAndIncrement() < most)
                .orElse(true);
        if (!room) {
            sessions.decrementAndGet();
        }
        return room;
    }

    void leaveSession() {
        if (grants.maxSessions().isPresent()) {
            sessions.decrementAndGet();
        }
    }

    void leave() {
        channels.decrementAndGet();
    }
}
