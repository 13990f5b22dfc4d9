package dev.sallyport.auth.people;

import dev.sallyport.api.v1.UserCredentials;
import dev.sallyport.audit.event.AuditEvent;
import dev.sallyport.audit.event.EventSubject;
import dev.sallyport.audit.event.UserEvent;
import dev.sallyport.auth.lists.ListBook;
import dev.sallyport.auth.locks.LockBook;
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
import dev.sallyport.store.Store;
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
    private final LockBook locks;
    private final ListBook lists;
    private final Admission admission;
    private final Credentials credentials;
    private final Lockouts lockouts;
    private final Refusals refusals;
    private final Ledger ledger;
    private final InstantSource clock;

    ArrivalDesk(People.Wiring shared, Admission admission, Credentials credentials, Lockouts lockouts) {
        this.users = Records.open(shared.store(), Keyspace.USERS, UserRecord.parser());
        this.locks = shared.locks();
        this.lists = shared.lists();
        this.admission = admission;
        this.credentials = credentials;
        this.lockouts = lockouts;
        this.refusals = new Refusals(shared.ledger());
        this.ledger = shared.ledger();
        this.clock = shared.clock();
    }

    /**
     * Lets somebody in.
     *
     * @throws Failure UNAUTHENTICATED where the name is somebody else's or a lock is on it
     */
    public UserCredentials admit(Arrival arrival, Admission.Wish wish, EventSubject source) {
        Names.user(arrival.name());
        return ledger.write(() -> plan(
                arrival,
                wish,
                new Manner(arrival.method(), List.of()),
                source.withUser(arrival.name()),
                arrival.byPassword() ? List.of(passed(arrival.name(), clock.instant())) : List.of()));
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
            return new Plan<>(
                    List.of(lockouts.failed(standing, now)),
                    refusals.counted(standing, now, subject, connector + ": password"),
                    name);
        });
    }

    /** Whether failures in a row lock a name. */
    public boolean isLocked(String name) {
        return standing(name).locked(clock.instant());
    }

    private Lockouts.Standing standing(String name) {
        return lockouts.standing(name, users.find(name).isPresent());
    }

    /** Removes users by single sign-on whose time is over. Whoever has a second factor stays: without it a password would be enough again. */
    public void sweep() {
        String after = "";
        while (true) {
            List<Records.Versioned<UserRecord>> page = users.after(after, SWEPT_AT_ONCE);
            page.stream()
                    .filter(user -> isOver(user.value())
                            && credentials.find(user.name()).isEmpty())
                    .forEach(user -> remove(user.name()));
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

    /**
     * Plans it, inside of a mutation of the ledger.
     *
     * @param further writes that go with it
     */
    Plan<UserCredentials> plan(
            Arrival arrival, Admission.Wish wish, Manner how, EventSubject subject, List<Store.Write> further) {
        String name = arrival.name();
        Optional<Records.Versioned<UserRecord>> there = users.find(name);
        requireWelcome(arrival);
        UserRecord user = record(arrival, there.map(Records.Versioned::value), clock.instant());
        Plan<UserCredentials> in = admission.plan(user, wish, how, subject, end -> {
            List<Store.Write> writes = new ArrayList<>(further);
            writes.add(users.write(there, name, kept(user, end)));
            return writes;
        });
        if (there.isPresent()) {
            return in;
        }
        List<AuditEvent> events = new ArrayList<>(
                List.of(new UserEvent.Created(ledger.head(subject), name, String.join(",", user.getRolesList()))));
        events.addAll(in.events());
        return new Plan<>(in.writes(), events, in.result());
    }

    /** @throws Failure UNAUTHENTICATED where {@link #objection} has one */
    void requireWelcome(Arrival arrival) {
        objection(arrival).ifPresent(why -> {
            throw Failure.of(FailureCode.UNAUTHENTICATED, "single sign-on refused: " + why);
        });
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
