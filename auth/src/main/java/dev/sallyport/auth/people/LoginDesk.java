package dev.sallyport.auth.people;

import dev.sallyport.api.v1.UserCredentials;
import dev.sallyport.audit.event.AuditEvent;
import dev.sallyport.audit.event.EventSubject;
import dev.sallyport.audit.event.UserEvent;
import dev.sallyport.auth.authority.PeopleIssuer;
import dev.sallyport.auth.lists.ListBook;
import dev.sallyport.auth.locks.CertificateBook;
import dev.sallyport.auth.locks.LockBook;
import dev.sallyport.auth.people.Credentials.Proof;
import dev.sallyport.auth.requests.GrantedRequests;
import dev.sallyport.auth.requests.RequestBook;
import dev.sallyport.auth.roles.RoleBook;
import dev.sallyport.auth.state.Keyspace;
import dev.sallyport.auth.state.Ledger;
import dev.sallyport.auth.state.Names;
import dev.sallyport.auth.state.Plan;
import dev.sallyport.auth.state.Records;
import dev.sallyport.auth.state.v1.UserRecord;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
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

/**
 * Where a password and a second factor become certificates of hours.
 *
 * <p>Every way through here that ends in a no does the same work and the same writes and ends in the same text: the reads
 * of a user, one password hash, three codes, one commit of a lockout and an event. The commit decides: it holds the
 * lockout and the spent code in place, so that guesses in parallel, or two logins with one code, are judged one after the
 * other.
 */
public final class LoginDesk {

    private static final String REFUSED =
            "login refused: user, password or one-time code is wrong, the code was used before, or the user is locked"
                    + " after five failures (for 30 minutes). Try again with a fresh code, or ask an administrator";

    private final Records<UserRecord> users;
    private final Credentials credentials;
    private final Lockouts lockouts;
    private final RoleBook roles;
    private final LockBook locks;
    private final ListBook lists;
    private final CertificateBook certificates;
    private final RequestBook requests;
    private final PeopleIssuer issuer;
    private final Ledger ledger;
    private final InstantSource clock;

    LoginDesk(
            Store store,
            Credentials credentials,
            Lockouts lockouts,
            RoleBook roles,
            LockBook locks,
            ListBook lists,
            CertificateBook certificates,
            RequestBook requests,
            PeopleIssuer issuer,
            Ledger ledger,
            InstantSource clock) {
        this.users = Records.open(store, Keyspace.USERS, UserRecord.parser());
        this.credentials = credentials;
        this.lockouts = lockouts;
        this.roles = roles;
        this.locks = locks;
        this.lists = lists;
        this.certificates = certificates;
        this.requests = requests;
        this.issuer = issuer;
        this.ledger = ledger;
        this.clock = clock;
    }

    /**
     * What a person shows.
     *
     * @param tlsKey P-256
     * @param sshKey Ed25519
     * @param ttl zero for the default
     * @param requests ids of approved requests that are to go into the certificates
     */
    public record Attempt(
            String user,
            String password,
            String otp,
            PublicKey tlsKey,
            PublicKey sshKey,
            Duration ttl,
            List<String> requests) {
        public Attempt {
            requests = List.copyOf(requests);
        }

        @Override
        public String toString() {
            return "Attempt[" + user + ", ***]";
        }
    }

    /**
     * Lets a person in.
     *
     * @param source where the call comes from
     * @throws Failure UNAUTHENTICATED whatever was wrong, INVALID for a life that nobody may have, EXHAUSTED for too many
     *     logins at once; once the proof was good, what is the matter with a request: then no code was spent
     */
    public UserCredentials login(Attempt attempt, EventSubject source) {
        SessionTerms.requirePossible(attempt.ttl());
        String name = Names.isUser(attempt.user()) ? attempt.user() : "-";
        boolean tooLong = attempt.password().length() > PasswordRule.LONGEST * 2;
        Proof proof = credentials.check(name, tooLong ? "" : attempt.password(), attempt.otp(), clock.instant());
        Optional<UserCredentials> granted = ledger.write(() -> decide(name, proof, attempt, source.withUser(name)));
        return granted.orElseThrow(() -> Failure.of(FailureCode.UNAUTHENTICATED, REFUSED));
    }

    private Plan<Optional<UserCredentials>> decide(String name, Proof shown, Attempt attempt, EventSubject subject) {
        Instant now = clock.instant();
        Proof proof = credentials.again(shown, name);
        Optional<Records.Versioned<UserRecord>> user = users.find(name);
        Lockouts.Standing standing = lockouts.standing(name, user.isPresent());
        Optional<String> objection = objection(user.map(Records.Versioned::value), proof, standing.locked(now));
        if (objection.isEmpty() && lockedOut(name, user.orElseThrow().value(), now)) {
            objection = Optional.of("locked by an administrator");
        }
        if (objection.isPresent()) {
            return new Plan<>(
                    List.of(lockouts.failed(standing, now)),
                    refusal(standing, now, subject, objection.get()),
                    Optional.empty());
        }
        Records.Versioned<UserRecord> there = user.orElseThrow();
        Person person = Person.of(there, Instant.EPOCH);
        GrantedRequests extras = GrantedRequests.of(requests, attempt.requests(), name, person.created());
        SessionTerms terms = SessionTerms.of(person, lists.storedGrant(name), roles, attempt.ttl(), extras, now);
        AuditEvent event = new UserEvent.Login(
                ledger.head(subject),
                "password+totp",
                String.join(",", terms.identity().allRoles()),
                now.plus(terms.ttl()));
        UserCredentials granted = issuer.issue(terms.grant(
                event.id(), attempt.tlsKey(), attempt.sshKey(), subject.source(), locks.certificatesFrom(name)));
        // The user is touched, so that a removal or reset at the same time cannot slip in between; requests too.
        List<Store.Write> writes = new ArrayList<>(extras.holding());
        writes.addAll(List.of(users.touch(there), credentials.spend(proof), lockouts.passed(standing)));
        writes.add(noted(terms.identity(), granted));
        List<AuditEvent> events = new ArrayList<>(List.of(event));
        events.addAll(extras.events(ledger, subject, now.plus(terms.ttl())));
        return new Plan<>(writes, events, Optional.of(granted));
    }

    private boolean lockedOut(String name, UserRecord user, Instant now) {
        Identity identity = new Identity(name, Identity.Kind.USER, user.getRolesList(), Map.of());
        return new Circumstances(now, Instant.MAX, locks.inForce())
                .lockOn(identity)
                .isPresent();
    }

    private Store.Write noted(Identity identity, UserCredentials granted) {
        CertificateSpan span = CertificateSpan.of(granted.getSshCertificate());
        return certificates.noted(identity, span.serial(), span.validAfter(), span.validBefore());
    }

    /** Why not, for the audit trail only. */
    private static Optional<String> objection(Optional<UserRecord> user, Proof proof, boolean locked) {
        if (user.isEmpty()) {
            return Optional.of("no such user");
        }
        if (locked) {
            return Optional.of("locked");
        }
        if (!user.get().getActive()) {
            return Optional.of("invite not accepted");
        }
        if (!proof.password()) {
            return Optional.of("password");
        }
        return proof.isFresh() ? Optional.empty() : Optional.of("second factor");
    }

    private List<AuditEvent> refusal(Lockouts.Standing standing, Instant now, EventSubject subject, String reason) {
        List<AuditEvent> events = new ArrayList<>();
        events.add(new UserEvent.LoginFailed(ledger.head(subject), reason));
        int failures = standing.nextFailures(now);
        if (!standing.locked(now) && failures >= Lockouts.ALLOWED) {
            events.add(new UserEvent.Locked(ledger.head(subject), failures, now.plus(Lockouts.LOCKED)));
        }
        return events;
    }
}
