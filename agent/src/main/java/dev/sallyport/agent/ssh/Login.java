package dev.sallyport.agent.ssh;

import dev.sallyport.agent.process.UnixUser;
import dev.sallyport.audit.event.EventSubject;
import dev.sallyport.audit.event.SessionEvent;
import dev.sallyport.model.Failure;
import dev.sallyport.model.access.AccessDecision;
import dev.sallyport.model.access.Action;
import dev.sallyport.model.access.Circumstances;
import dev.sallyport.model.access.Decision;
import dev.sallyport.model.access.Identity;
import dev.sallyport.model.access.Lock;
import dev.sallyport.model.access.Resource;
import dev.sallyport.model.role.SessionMode;
import dev.sallyport.pki.ssh.UserCertificateCheck;
import dev.sallyport.pki.ssh.UserCertificateOutcome;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.session.Session;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides logins: first whether the certificate is in order, then, once the client has proved that it has the key, whether
 * a role lets its holder in as this user. Whatever goes wrong on the way is a no.
 */
final class Login {

    private static final Logger log = LoggerFactory.getLogger(Login.class);

    private final Workshop workshop;

    Login(Workshop workshop) {
        this.workshop = workshop;
    }

    /**
     * Somebody at the door.
     *
     * @param knows how fresh was what is known here, before anything of it was looked at: what came later does not make the
     *     decision fresher
     */
    private record Arrival(Session session, UserCertificateOutcome.Accepted certificate, FreshLocks knows) {}

    /** Why somebody stays outside: for the log and the trail, and what the person is told. */
    record Denied(String reason, String told) {}

    /** Whether the certificate is in order for this login from where this connection comes from. */
    UserCertificateOutcome check(OpenSshCertificate certificate, String login, Session session) {
        Optional<InetAddress> source = source(session);
        if (source.isEmpty()) {
            return new UserCertificateOutcome.Refused("the proxy did not say where the client comes from");
        }
        return JoinWish.isMeant(login)
                ? UserCertificateCheck.checkHolder(
                        certificate,
                        workshop.view().userAuthorities(),
                        login,
                        source.get(),
                        workshop.clock().instant())
                : UserCertificateCheck.check(
                        certificate,
                        workshop.view().userAuthorities(),
                        login,
                        source.get(),
                        workshop.clock().instant());
    }

    /** Lets the holder of this certificate in, or says why not. May block while auth is asked for roles. */
    Optional<Denied> enter(Session session, UserCertificateOutcome.Accepted certificate) {
        Optional<Denied> denied;
        try {
            denied = decide(session, certificate);
        } catch (Failure e) {
            denied = Optional.of(new Denied(e.text(), e.text()));
        } catch (RuntimeException e) {
            log.error("login undecided login={}", certificate.login(), e);
            denied = Optional.of(new Denied(
                    "deciding failed: " + e,
                    "this host could not decide; ask who runs it to look into the agent's log"));
        }
        denied.ifPresent(
                why -> tell(session, Optional.of(certificate.identity().identity()), certificate.login(), why));
        return denied;
    }

    /** Notes a refusal in the log and the trail. A trail that cannot be written changes nothing: it stays a no. */
    void tell(Session session, Optional<Identity> identity, String login, Denied denied) {
        String user = identity.map(Identity::user).orElse("");
        log.info(
                "login denied user={} login={} source={} reason={}",
                user,
                login,
                session.getRemoteAddress(),
                denied.reason());
        try {
            workshop.journal()
                    .event(new SessionEvent.Denied(
                            workshop.ids().head(subject(session, user, login)),
                            JoinWish.isMeant(login) ? "join" : "login",
                            denied.reason()));
        } catch (RuntimeException e) {
            log.error("a denied login could not be written to the trail login={}", login, e);
        }
    }

    private Optional<Denied> decide(Session session, UserCertificateOutcome.Accepted certificate) {
        String here = workshop.view().self().id();
        if (certificate.only().filter(only -> !only.node().equals(here)).isPresent()) {
            return both("this certificate is for one session on another node");
        }
        Arrival arrival = new Arrival(session, certificate, FreshLocks.now(workshop));
        if (JoinWish.isMeant(certificate.login())) {
            return join(arrival);
        }
        Resource.Node self = workshop.view().self();
        Action action = new Action.Login(certificate.login());
        String told = "no role of yours allows login '" + certificate.login() + "' on " + self.name()
                + "; 'sally status' shows your roles and logins";
        Circumstances around = around(certificate);
        return switch (decision(certificate, self, action, around)) {
            case Decision.Deny deny -> denied(certificate, self, action, around, deny, told);
            case Decision.Allow allow -> admit(arrival, allow);
        };
    }

    private Circumstances around(UserCertificateOutcome.Accepted certificate) {
        return new Circumstances(
                workshop.clock().instant(),
                certificate.notBefore(),
                workshop.view().locks());
    }

    private Decision decision(
            UserCertificateOutcome.Accepted certificate, Resource resource, Action action, Circumstances around) {
        Identity identity = certificate.identity().identity();
        return AccessDecision.decide(
                identity, resource, action, around, workshop.view().roles(identity.allRoles()));
    }

    private static Optional<Denied> denied(
            UserCertificateOutcome.Accepted certificate,
            Resource resource,
            Action action,
            Circumstances around,
            Decision.Deny deny,
            String told) {
        return Optional.of(new Denied(
                deny.why(),
                around.lockOn(certificate.identity().identity(), resource, action)
                        .map(Lock::told)
                        .orElse(told)));
    }

    /** Whoever is let in here opens nothing of his own: only the one session, in the one way. */
    private Optional<Denied> join(Arrival arrival) {
        UserCertificateOutcome.Accepted certificate = arrival.certificate();
        Optional<JoinWish> wish = JoinWish.parse(certificate.login());
        Optional<Gathering> there = wish.flatMap(wanted -> workshop.gatherings().find(wanted.session()));
        if (there.isEmpty()) {
            return both(
                    "no such session runs here with a terminal; 'sally sessions ls --active' shows those there are");
        }
        if (certificate.forceCommand().isPresent()) {
            return both("this certificate is for one command: it joins no session");
        }
        SessionMode mode = wish.orElseThrow().mode();
        Resource.LiveSession live = there.get().resource(workshop.view().self());
        Action action = new Action.Join(mode);
        String told = "no role of yours lets you join this session as " + mode.text();
        Circumstances around = around(certificate);
        return switch (decision(certificate, live, action, around)) {
            case Decision.Deny deny -> denied(certificate, live, action, around, deny, told);
            case Decision.Allow allow ->
                seat(
                        arrival,
                        allow,
                        there.get().owner().user(),
                        live.login(),
                        Optional.of(new Joining(there.get(), mode)));
        };
    }

    private Optional<Denied> admit(Arrival arrival, Decision.Allow allow) {
        String login = arrival.certificate().login();
        Optional<UnixUser> user = workshop.users().named(login);
        if (user.isEmpty()) {
            return both("this host has no user '" + login + "'; create it, or choose another login");
        }
        Optional<String> obstacle = workshop.launcher().obstacle(user.get());
        if (obstacle.isPresent()) {
            return both(obstacle.get());
        }
        return seat(arrival, allow, user.get(), login, Optional.empty());
    }

    private Optional<Denied> seat(
            Arrival arrival, Decision.Allow allow, UnixUser user, String login, Optional<Joining> joining) {
        Session session = arrival.session();
        UserCertificateOutcome.Accepted certificate = arrival.certificate();
        String person = certificate.identity().identity().user();
        if (allow.grants().sessionSecondFactor() && certificate.only().isEmpty()) {
            return both("a role of yours wants a second factor for each session (require_session_mfa): "
                    + (joining.isEmpty() ? "'sally ssh' asks for it and tries again" : "'sally join' asks for it"));
        }
        Optional<String> old = arrival.knows().objection(allow.grants(), workshop.clock());
        if (old.isPresent()) {
            return both(old.get());
        }
        Optional<Integer> most = allow.grants().maxConnections();
        if (!workshop.seats().enter(person, most)) {
            return both("you have " + most.orElse(0)
                    + " connections to this host already, as many as your roles allow; close one first");
        }
        EventSubject subject = subject(session, person, login);
        new Passage(inbound(session), certificate, allow.grants(), user, subject, joining, session, workshop)
                .begin(session);
        return Optional.empty();
    }

    private static Optional<Denied> both(String reason) {
        return Optional.of(new Denied(reason, reason));
    }

    private EventSubject subject(Session session, String user, String login) {
        Resource.Node self = workshop.view().self();
        Inbound inbound = inbound(session);
        return new EventSubject(user, login, self.id(), self.name(), inbound.sessionId(), inbound.source());
    }

    private static Inbound inbound(Session session) {
        if (session.getIoSession().getAttribute(Inbound.class) instanceof Inbound inbound) {
            return inbound;
        }
        throw new IllegalStateException("a session without its connection");
    }

    /** As the proxy saw it; without that, nothing is known. */
    private static Optional<InetAddress> source(Session session) {
        return Source.parse(inbound(session).source()).map(InetSocketAddress::getAddress);
    }
}
