package dev.sallyport.agent.ssh;

import dev.sallyport.audit.event.SessionEvent;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.common.util.Readable;
import org.apache.sshd.common.util.buffer.Buffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after all connections: ends those that do not log in in time and those whose client is gone without a word, and
 * gives back what an ended one held.
 */
final class Watch implements IoHandler, SessionListener, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Watch.class);

    private static final Duration TICK = Duration.ofSeconds(1);

    private final IoHandler sessions;
    private final Workshop workshop;
    private final Set<Session> open = ConcurrentHashMap.newKeySet();
    private final Thread ticker;

    /** @param sessions who handles what comes in */
    Watch(IoHandler sessions, Workshop workshop) {
        this.sessions = sessions;
        this.workshop = workshop;
        this.ticker = Thread.ofVirtual().name("ssh-watch").unstarted(this::run);
    }

    void start() {
        ticker.start();
    }

    int count() {
        return open.size();
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(TICK);
                tick(workshop.clock().instant());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void tick(Instant now) {
        workshop.gatherings().tick(now);
        for (Session session : open) {
            try {
                look(session, now);
            } catch (IOException | RuntimeException e) {
                log.debug("connection ends error={}", e.toString());
                session.close(true);
            }
        }
    }

    private void look(Session session, Instant now) throws IOException {
        if (!(session.getIoSession().getAttribute(Pulse.class) instanceof Pulse pulse)) {
            return;
        }
        SshSettings settings = workshop.settings();
        Passage passage = Passage.of(session);
        if (passage == null) {
            if (now.isAfter(pulse.began().plus(settings.loginGrace()))) {
                log.info("connection cut source={} reason=no-login-in-time", session.getRemoteAddress());
                session.disconnect(
                        SshConstants.SSH2_DISCONNECT_BY_APPLICATION,
                        "no login in " + settings.loginGrace().toSeconds() + " s");
            }
            return;
        }
        Optional<String> stop = LockCheck.on(passage, workshop).or(() -> passage.overdue(now));
        if (stop.isPresent()) {
            cut(session, passage, stop.get());
            return;
        }
        Duration interval = settings.keepAliveInterval();
        if (interval.isPositive() && now.isAfter(pulse.heard().plus(interval))) {
            if (pulse.asked(now) > settings.keepAliveMisses()) {
                log.info("connection cut source={} reason=client-silent", session.getRemoteAddress());
                session.close(true);
                return;
            }
            ask(session);
        }
    }

    private void cut(Session session, Passage passage, String reason) throws IOException {
        log.info(
                "connection cut user={} source={} reason={}",
                passage.subject().user(),
                session.getRemoteAddress(),
                reason);
        passage.cut(reason);
        session.disconnect(SshConstants.SSH2_DISCONNECT_BY_APPLICATION, reason);
        workshop.journal().event(new SessionEvent.Cut(workshop.ids().head(passage.subject()), reason));
    }

    /** Any answer will do, also "unknown request": it is counted as heard like everything that comes in. */
    private static void ask(Session session) throws IOException {
        Buffer question = session.createBuffer(SshConstants.SSH_MSG_GLOBAL_REQUEST, 64);
        String name = "keepalive@openssh.com";
        question.putString(name);
        question.putBoolean(true);
        session.request(question, name, (_, _) -> {});
    }

    @Override
    public void sessionCreated(IoSession session) throws Exception {
        session.setAttribute(Pulse.class, new Pulse(workshop.clock().instant()));
        sessions.sessionCreated(session);
    }

    @Override
    public void sessionClosed(IoSession session) throws Exception {
        sessions.sessionClosed(session);
    }

    @Override
    public void exceptionCaught(IoSession session, Throwable cause) throws Exception {
        sessions.exceptionCaught(session, cause);
    }

    @Override
    public void messageReceived(IoSession session, Readable message) throws Exception {
        if (session.getAttribute(Pulse.class) instanceof Pulse pulse) {
            pulse.heardAt(workshop.clock().instant());
        }
        sessions.messageReceived(session, message);
    }

    @Override
    public void sessionCreated(Session session) {
        open.add(session);
    }

    @Override
    public void sessionClosed(Session session) {
        open.remove(session);
        Passage passage = Passage.of(session);
        if (passage != null) {
            passage.end();
        }
    }

    @Override
    public void close() {
        ticker.interrupt();
    }
}
