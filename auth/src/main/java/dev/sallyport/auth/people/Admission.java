package dev.sallyport.auth.people;

import dev.sallyport.api.v1.UserCredentials;
import dev.sallyport.audit.event.AuditEvent;
import dev.sallyport.audit.event.EventSubject;
import dev.sallyport.audit.event.UserEvent;
import dev.sallyport.auth.authority.PeopleIssuer;
import dev.sallyport.auth.lists.ListBook;
import dev.sallyport.auth.locks.CertificateBook;
import dev.sallyport.auth.locks.LockBook;
import dev.sallyport.auth.requests.GrantedRequests;
import dev.sallyport.auth.requests.RequestBook;
import dev.sallyport.auth.roles.RoleBook;
import dev.sallyport.auth.state.Keyspace;
import dev.sallyport.auth.state.Ledger;
import dev.sallyport.auth.state.Plan;
import dev.sallyport.auth.state.Records;
import dev.sallyport.auth.state.v1.UserRecord;
import dev.sallyport.model.access.Circumstances;
import dev.sallyport.model.access.Identity;
import dev.sallyport.pki.ssh.CertificateSpan;
import dev.sallyport.store.Store;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * From a proof that was good to certificates of hours: what is written, and what the trail says of it. Passwords, keys and logins approved elsewhere come through
 * here, and so does whom an identity provider vouches for, once {@link ArrivalDesk} has made a user of them.
 */
public final class Admission {

    private final Records<UserRecord> users;
    private final RoleBook roles;
    private final LockBook locks;
    private final ListBook lists;
    private final CertificateBook certificates;
    private final RequestBook requests;
    private final PeopleIssuer issuer;
    private final Ledger ledger;
    private final InstantSource clock;

    Admission(People.Wiring shared) {
        this.users = Records.open(shared.store(), Keyspace.USERS, UserRecord.parser());
        this.roles = shared.roles();
        this.locks = shared.locks();
        this.lists = shared.lists();
        this.certificates = shared.certificates();
        this.requests = shared.requests();
        this.issuer = shared.issuer();
        this.ledger = shared.ledger();
        this.clock = shared.clock();
    }

    /**
     * What is to be certified.
     *
     * @param tlsKey P-256
     * @param sshKey Ed25519
     * @param ttl zero for the default
     * @param requests ids of approved requests that are to go into the certificates; a life that nobody may have is INVALID
     */
    public record Wish(PublicKey tlsKey, PublicKey sshKey, Duration ttl, List<String> requests) {
        public Wish {
            requests = List.copyOf(requests);
            SessionTerms.requirePossible(ttl);
        }
    }

    /** The user of this name. */
    Optional<Records.Versioned<UserRecord>> user(String name) {
        return users.find(name);
    }

    /** Whether an administrator's lock is in the way, which says nothing of failed logins. */
    boolean isLockedOut(UserRecord user) {
        Identity identity = new Identity(user.getName(), Identity.Kind.USER, user.getRolesList(), Map.of());
        return new Circumstances(clock.instant(), Instant.MAX, locks.inForce())
                .lockOn(identity)
                .isPresent();
    }

    /**
     * Plans it, inside of a mutation of the ledger. Conflicts with a removal or reset of the user at the same time.
     *
     * @param further writes that go with it: a code that is spent, a challenge that is used up
     * @throws dev.sallyport.model.Failure what is the matter with a request
     */
    public Plan<UserCredentials> plan(
            Records.Versioned<UserRecord> user,
            Wish wish,
            Manner how,
            EventSubject subject,
            List<Store.Write> further) {
        return plan(user.value(), wish, how, subject, _ -> {
            List<Store.Write> writes = new ArrayList<>(List.of(users.touch(user)));
            writes.addAll(further);
            return writes;
        });
    }

    /**
     * The same for somebody who need not be stored yet.
     *
     * @param further writes that go with it, given when the certificates end
     */
    Plan<UserCredentials> plan(
            UserRecord user,
            Wish wish,
            Manner how,
            EventSubject subject,
            Function<Instant, List<Store.Write>> further) {
        Instant now = clock.instant();
        String name = user.getName();
        Person person = Person.of(new Records.Versioned<>(name, user, 0), Instant.EPOCH);
        GrantedRequests extras = GrantedRequests.of(requests, wish.requests(), name, person.created());
        SessionTerms terms = SessionTerms.of(person, lists.storedGrant(name), roles, wish.ttl(), extras, now)
                .provedBy(how.devices());
        Instant end = now.plus(terms.ttl());
        AuditEvent event = new UserEvent.Login(
                ledger.head(subject),
                how.method(),
                String.join(",", terms.identity().allRoles()),
                end);
        UserCredentials granted = issuer.issue(
                terms.grant(event.id(), wish.tlsKey(), wish.sshKey(), subject.source(), locks.certificatesFrom(name)));
        List<Store.Write> writes = new ArrayList<>(extras.holding());
        writes.addAll(further.apply(end));
        writes.add(noted(terms.identity(), granted));
        List<AuditEvent> events = new ArrayList<>(List.of(event));
        events.addAll(extras.events(ledger, subject, end));
        return new Plan<>(writes, events, granted);
    }

    private Store.Write noted(Identity identity, UserCredentials granted) {
        CertificateSpan span = CertificateSpan.of(granted.getSshCertificate());
        return certificates.noted(identity, span.serial(), span.validAfter(), span.validBefore());
    }
}
