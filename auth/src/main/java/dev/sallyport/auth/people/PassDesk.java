package dev.sallyport.auth.people;

import dev.sallyport.api.v1.SessionCertificate;
import dev.sallyport.audit.event.EventHead;
import dev.sallyport.audit.event.EventSubject;
import dev.sallyport.audit.event.FactorEvent;
import dev.sallyport.auth.authority.PeopleIssuer;
import dev.sallyport.auth.locks.CertificateBook;
import dev.sallyport.auth.locks.LockBook;
import dev.sallyport.auth.state.Ledger;
import dev.sallyport.auth.state.Moments;
import dev.sallyport.auth.state.Names;
import dev.sallyport.auth.state.Plan;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.model.access.AccessDecision;
import dev.sallyport.model.access.Action;
import dev.sallyport.model.access.Circumstances;
import dev.sallyport.model.access.Decision;
import dev.sallyport.model.access.Identity;
import dev.sallyport.model.access.Resource;
import dev.sallyport.model.role.Role;
import dev.sallyport.model.role.SessionMode;
import dev.sallyport.pki.ssh.CertificateSpan;
import dev.sallyport.pki.ssh.OneNode;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** Certificates of a minute for one session. That a second factor was shown for it is looked after before. */
public final class PassDesk {

    private static final Duration TTL = Duration.ofMinutes(1);

    private final LockBook locks;
    private final CertificateBook certificates;
    private final PeopleIssuer issuer;
    private final Ledger ledger;
    private final InstantSource clock;

    PassDesk(People.Wiring shared) {
        this.locks = shared.locks();
        this.certificates = shared.certificates();
        this.issuer = shared.issuer();
        this.ledger = shared.ledger();
        this.clock = shared.clock();
    }

    /**
     * Who asks, with which certificate.
     *
     * @param roles that the certificate names and that are still held
     * @param loginEnds end of the certificate
     */
    public record Asker(Identity identity, List<Role> roles, Instant loginEnds) {
        public Asker {
            roles = List.copyOf(roles);
        }
    }

    /**
     * Signs one.
     *
     * @param found nodes of that name or id
     * @param key Ed25519
     * @throws Failure DENIED where the roles do not let the asker in there as this Unix user, INVALID for a name that several nodes have
     */
    public SessionCertificate issue(
            Asker asker, List<Resource.Node> found, String login, PublicKey key, EventSubject by) {
        return signed(asker, one(asker, found, Names.login(login)), login, key, by);
    }

    /**
     * Signs one that joins a session and opens nothing else.
     *
     * @throws Failure DENIED where the roles do not let the asker join it so
     */
    public SessionCertificate issue(
            Asker asker, Resource.LiveSession session, SessionMode mode, PublicKey key, EventSubject by) {
        Circumstances now = new Circumstances(clock.instant(), clock.instant(), locks.inForce());
        if (!(AccessDecision.decide(asker.identity(), session, new Action.Join(mode), now, asker.roles())
                instanceof Decision.Allow)) {
            throw Failure.of(FailureCode.DENIED, "no role of yours lets you join this session as " + mode.text());
        }
        return signed(asker, session.node(), "join:" + mode.text() + ":" + session.id(), key, by);
    }

    /** @param login Unix user, or what somebody joins as, which is no Unix user's name */
    private SessionCertificate signed(Asker asker, Resource.Node node, String login, PublicKey key, EventSubject by) {
        return ledger.write(() -> {
            EventHead head = ledger.head(by);
            List<String> sources =
                    asker.roles().stream().anyMatch(role -> role.options().pinSource())
                            ? List.of(SessionTerms.range(by.source()))
                            : List.of();
            String line = issuer.issue(new PeopleIssuer.Pass(
                    asker.identity(),
                    head.id(),
                    login,
                    SessionTerms.permits(asker.roles()),
                    key,
                    TTL,
                    sources,
                    locks.certificatesFrom(asker.identity().user()),
                    new OneNode(node.id(), asker.loginEnds())));
            CertificateSpan span = CertificateSpan.of(line);
            return Plan.of(
                    List.of(certificates.noted(asker.identity(), span.serial(), span.validAfter(), span.validBefore())),
                    new FactorEvent.SessionCertificate(head, node.name(), login, span.validBefore()),
                    SessionCertificate.newBuilder()
                            .setCertificate(line)
                            .setNotAfter(Moments.of(span.validBefore()))
                            .build());
        });
    }

    private Resource.Node one(Asker asker, List<Resource.Node> found, String login) {
        Circumstances now = new Circumstances(clock.instant(), clock.instant(), locks.inForce());
        List<Resource.Node> open = found.stream()
                .filter(node ->
                        AccessDecision.decide(asker.identity(), node, new Action.Login(login), now, asker.roles())
                                instanceof Decision.Allow)
                .toList();
        if (open.size() > 1) {
            throw Failure.of(FailureCode.INVALID, "several nodes have this name: give the id of one");
        }
        return open.stream()
                .findFirst()
                .orElseThrow(() -> Failure.of(
                        FailureCode.DENIED,
                        "no role of yours allows login '" + login + "' on a node of this name: 'sally access explain'"
                                + " says why"));
    }
}
