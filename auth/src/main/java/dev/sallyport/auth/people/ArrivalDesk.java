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
import dev.sallyport.auth.state.Names;
import dev.sallyport.auth.state.Plan;
import dev.sallyport.auth.state.Records;
import dev.sallyport.auth.state.v1.UserRecord;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.model.access.Circumstances;
import dev.sallyport.model.access.Identity;
import dev.sallyport.model.role.PresetRoles;
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
 * Where somebody for whom an identity provider vouched becomes a user, and gets certificates of hours. A local user, another
 * connector's and another person's of the same connector are never taken for them.
 */
public final class ArrivalDesk {

    /** How long a user is kept after the last certificates ended: requests, reviews and locks are of days. */
    static final Duration KEPT = Duration.ofDays(7);

    private static final int SWEPT_AT_ONCE = 500;

    private final Records<UserRecord> users;
    private final RoleBook roles;
    private final LockBook locks;
    private final ListBook lists;
    private final CertificateBook certificates;
    private final RequestBook requests;
    private final PeopleIssuer issuer;
    private final Lockouts lockouts;
    private final Ledger ledger;
    private final InstantSource clock;

    ArrivalDesk(People.Wiring shared) {
        this.users = Records.open(shared.store(), Keyspace.USERS, UserRecord.parser());
        this.roles = shared.roles();
        this.locks = shared.locks();
        this.lists = shared.lists();
        this.certificates = shared.certificates();
        this.requests = shared.requests();
        this.issuer = shared.issuer();
        this.lockouts = new Lockouts(shared.store(), shared.lockoutKey());
        this.ledger = shared.ledger();
        this.clock = shared.clock();
    }

    /**
     * What is to be certified.
     *
     * @param tlsKey P-256
     * @param sshKey Ed25519
     * @param ttl zero for the default
     * @param requests ids of approved requests that are to go into the certificates
     */
    public record Wish(PublicKey tlsKey, PublicKey sshKey, Duration ttl, List<String> requests) {
        public Wish {
            requests = List.copyOf(requests);
            SessionTerms.requirePossible(ttl);
        }
    }

    /**
     * Lets somebody in.
     *
     * @throws Failure UNAUTHENTICATED where the name is somebody else's or a lock is on it
     */
    public UserCredentials admit(Arrival arrival, Wish wish, EventSubject source) {
        Names.user(arrival.name());
        return ledger.write(() -> plan(arrival, wish, source.withUser(arrival.name())));
    }

    /** Why somebody would not be let in, whatever their roles; empty where they would. */
    public Optional<String> objection(Arrival arrival) {
        Optional<UserRecord> user = users.find(arrival.name()).map(Records.Versioned::value);
        return foreign(arrival, user).or(() -> lock(arrival));
    }

    /** Writes to the trail that somebody was not let in. */
    public void refused(String name, String reason, EventSubject source) {
        EventSubject subject = Names.isUser(name) ? source.withUser(name) : source;
        ledger.write(() -> Plan.of(List.of(), new UserEvent.LoginFailed(ledger.head(subject), reason), reason));
    }

    /**
     * A wrong password that a directory refused: {@value Lockouts#ALLOWED} in a row lock the name.
     *
     * @param name as typed, which may be nobody's
     */
    public void guessed(String name, String connector, EventSubject source) {
        Instant now = clock.instant();
        EventSubject subject = source.withUser(name);
        ledger.write(() -> {
            Lockouts.Standing standing = standing(name);
            List<AuditEvent> events = new ArrayList<>();
            events.add(new UserEvent.LoginFailed(ledger.head(subject), connector + ": password"));
            int failures = standing.nextFailures(now);
            if (!standing.locked(now) && failures >= Lockouts.ALLOWED) {
                events.add(new UserEvent.Locked(ledger.head(subject), failures, now.plus(Lockouts.LOCKED)));
            }
            return new Plan<>(List.of(lockouts.failed(standing, now)), events, name);
        });
    }

    /** Whether failures in a row lock a name. */
    public boolean isLocked(String name) {
        return standing(name).locked(clock.instant());
    }

    private Lockouts.Standing standing(String name) {
        return lockouts.standing(name, users.find(name).isPresent());
    }

    /** Removes users by single sign-on whose time is over. */
    public void sweep() {
        String after = "";
        while (true) {
            List<Records.Versioned<UserRecord>> page = users.after(after, SWEPT_AT_ONCE);
            page.stream().filter(user -> isOver(user.value())).forEach(user -> remove(user.name()));
            if (page.size() < SWEPT_AT_ONCE) {
                return;
            }
            after = page.getLast().name();
        }
    }

    private boolean isOver(UserRecord user) {
        return user.getExpiresSeconds() > 0
                && user.getExpiresSeconds() <= clock.instant().getEpochSecond();
    }

    private void remove(String name) {
        ledger.write(() -> {
            Optional<Records.Versioned<UserRecord>> still = users.find(name).filter(user -> isOver(user.value()));
            return still.map(user -> {
                        List<Store.Write> writes = new ArrayList<>(List.of(users.delete(user)));
                        writes.addAll(lists.forgetting(name));
                        return Plan.of(writes, new UserEvent.Deleted(ledger.head(EventSubject.NONE), name), name);
                    })
                    .orElseGet(() -> new Plan<>(List.of(), List.of(), name));
        });
        lists.refresh();
    }

    private Plan<UserCredentials> plan(Arrival arrival, Wish wish, EventSubject subject) {
        Instant now = clock.instant();
        String name = arrival.name();
        Optional<Records.Versioned<UserRecord>> there = users.find(name);
        foreign(arrival, there.map(Records.Versioned::value))
                .or(() -> lock(arrival))
                .ifPresent(why -> {
                    throw Failure.of(FailureCode.UNAUTHENTICATED, "single sign-on refused: " + why);
                });
        UserRecord user = record(arrival, there.map(Records.Versioned::value), now);
        Person person = Person.of(new Records.Versioned<>(name, user, 0), Instant.EPOCH);
        GrantedRequests extras = GrantedRequests.of(requests, wish.requests(), name, person.created());
        SessionTerms terms = SessionTerms.of(person, lists.storedGrant(name), roles, wish.ttl(), extras, now);
        Instant end = now.plus(terms.ttl());
        AuditEvent event = new UserEvent.Login(
                ledger.head(subject),
                arrival.method(),
                String.join(",", terms.identity().allRoles()),
                end);
        UserCredentials granted = issuer.issue(
                terms.grant(event.id(), wish.tlsKey(), wish.sshKey(), subject.source(), locks.certificatesFrom(name)));
        List<Store.Write> writes = new ArrayList<>(extras.holding());
        if (arrival.byPassword()) {
            writes.add(passed(name, now));
        }
        writes.add(users.write(there, name, kept(user, end)));
        CertificateSpan span = CertificateSpan.of(granted.getSshCertificate());
        writes.add(certificates.noted(terms.identity(), span.serial(), span.validAfter(), span.validBefore()));
        List<AuditEvent> events = new ArrayList<>();
        if (there.isEmpty()) {
            events.add(new UserEvent.Created(ledger.head(subject), name, String.join(",", user.getRolesList())));
        }
        events.add(event);
        events.addAll(extras.events(ledger, subject, end));
        return new Plan<>(writes, events, granted);
    }

    /** The commit decides: guesses in parallel are judged one after the other. */
    private Store.Write passed(String name, Instant now) {
        Lockouts.Standing standing = standing(name);
        if (standing.locked(now)) {
            throw Failure.of(FailureCode.UNAUTHENTICATED, "single sign-on refused: too many failures lock this name");
        }
        return lockouts.passed(standing);
    }

    private static UserRecord record(Arrival arrival, Optional<UserRecord> old, Instant now) {
        return old.map(UserRecord::toBuilder)
                .orElseGet(() -> UserRecord.newBuilder()
                        .setName(arrival.name())
                        .setCreatedSeconds(now.getEpochSecond())
                        .setConnector(arrival.connector())
                        .setActive(true))
                .setSubject(arrival.subject())
                .clearRoles()
                .addAllRoles(arrival.roles())
                .clearTraits()
                .putAllTraits(Person.values(arrival.traits()))
                .build();
    }

    /** Users of SCIM stay until SCIM removes them. */
    private static UserRecord kept(UserRecord user, Instant end) {
        long until = Math.max(user.getExpiresSeconds(), end.plus(KEPT).getEpochSecond());
        return user.getScimId().isEmpty()
                ? user.toBuilder().setExpiresSeconds(until).build()
                : user;
    }

    private static Optional<String> foreign(Arrival arrival, Optional<UserRecord> user) {
        String name = arrival.name();
        if (name.equals(PresetRoles.LOCAL_ADMIN.name())) {
            return Optional.of("the name " + name + " is the local administrator's");
        }
        if (arrival.provisioned() && user.map(UserRecord::getScimId).orElse("").isEmpty()) {
            return Optional.of("the provider keeps its users by SCIM, and " + name + " is none of them");
        }
        if (user.isEmpty()) {
            return Optional.empty();
        }
        UserRecord there = user.get();
        if (there.getConnector().isEmpty()) {
            return Optional.of(
                    "there is a local user " + name + ": log in with its password, or have it removed or renamed");
        }
        if (!there.getConnector().equals(arrival.connector())) {
            return Optional.of("the user " + name + " belongs to the connector " + there.getConnector());
        }
        if (!there.getSubject().isEmpty() && !there.getSubject().equals(arrival.subject())) {
            return Optional.of("the user " + name + " is another person of this provider. If the name went from one to"
                    + " the other, an administrator removes the user first ('sally users rm')");
        }
        return there.getActive()
                ? Optional.empty()
                : Optional.of("the identity provider has deactivated " + name + " (SCIM)");
    }

    private Optional<String> lock(Arrival arrival) {
        Identity identity = new Identity(arrival.name(), Identity.Kind.USER, arrival.roles(), Map.of());
        return new Circumstances(clock.instant(), Instant.MAX, locks.inForce())
                .lockOn(identity)
                .map(lock -> lock.told());
    }
}
