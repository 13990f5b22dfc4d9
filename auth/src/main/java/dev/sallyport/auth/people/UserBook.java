package dev.sallyport.auth.people;

import dev.sallyport.audit.event.EventSubject;
import dev.sallyport.audit.event.UserEvent;
import dev.sallyport.auth.factors.KeyOwners;
import dev.sallyport.auth.lists.ListBook;
import dev.sallyport.auth.locks.LockBook;
import dev.sallyport.auth.roles.RoleBook;
import dev.sallyport.auth.state.Keyspace;
import dev.sallyport.auth.state.Ledger;
import dev.sallyport.auth.state.Names;
import dev.sallyport.auth.state.Paging;
import dev.sallyport.auth.state.Plan;
import dev.sallyport.auth.state.Records;
import dev.sallyport.auth.state.v1.UserRecord;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The users: add, list, reset, remove. */
public final class UserBook {

    private final Records<UserRecord> users;
    private final Credentials credentials;
    private final KeyOwners owners;
    private final Invites invites;
    private final Lockouts lockouts;
    private final RoleBook roles;
    private final LockBook locks;
    private final ListBook lists;
    private final Ledger ledger;
    private final InstantSource clock;

    UserBook(
            Store store,
            Credentials credentials,
            KeyOwners owners,
            Invites invites,
            Lockouts lockouts,
            RoleBook roles,
            LockBook locks,
            ListBook lists,
            Ledger ledger,
            InstantSource clock) {
        this.users = Records.open(store, Keyspace.USERS, UserRecord.parser());
        this.credentials = credentials;
        this.owners = owners;
        this.invites = invites;
        this.lockouts = lockouts;
        this.roles = roles;
        this.locks = locks;
        this.lists = lists;
        this.ledger = ledger;
        this.clock = clock;
    }

    /**
     * What whoever adds or resets a user hands to that user.
     *
     * @param code a secret
     */
    public record Invitation(String user, String code, Instant notAfter) {
        @Override
        public String toString() {
            return "Invitation[" + user + ", ***, " + notAfter + "]";
        }
    }

    /**
     * Adds a user, who cannot log in until the invite is accepted.
     *
     * @param inviteTtl zero for 1 h
     * @throws Failure INVALID, or CONFLICT where there is one of this name
     */
    public Invitation add(
            String name,
            List<String> roleNames,
            Map<String, List<String>> traits,
            Duration inviteTtl,
            EventSubject by) {
        UserForm.check(name, roleNames, traits);
        Invites.Draft draft = invites.draft(inviteTtl);
        return ledger.write(() -> {
            if (users.find(name).isPresent()) {
                throw Failure.of(
                        FailureCode.CONFLICT,
                        "there is a user '" + name + "' already: 'sally users reset' gives a new invite");
            }
            UserRecord user = UserRecord.newBuilder()
                    .setName(name)
                    .addAllRoles(roleNames.stream().distinct().toList())
                    .putAllTraits(Person.values(traits))
                    .setCreatedSeconds(clock.instant().getEpochSecond())
                    .setInvite(draft.code().hash())
                    .build();
            List<Store.Write> writes = new ArrayList<>(roles.holding(roleNames));
            writes.add(users.create(name, user));
            writes.add(invites.creation(draft, name));
            UserEvent event = new UserEvent.Created(ledger.head(by), name, String.join(",", user.getRolesList()));
            return Plan.of(writes, event, invitation(name, draft));
        });
    }

    /** Marks of a user's second factors: two users with one in common may be one person. */
    public Set<String> factors(String name) {
        return credentials.factors(name);
    }

    public Paging.Listing<Person> list(Paging page) {
        List<Person> read = users.after(page.after(), page.size() + 1).stream()
                .map(found ->
                        Person.of(found, lockouts.standing(found.name(), true).until()))
                .toList();
        return page.cut(read, Person::name);
    }

    /**
     * The user of this name, with the end of a lockout.
     *
     * @throws Failure NOT_FOUND
     */
    public Person one(String name) {
        return Person.of(require(name), lockouts.standing(name, true).until());
    }

    /** The user of this name. */
    public Optional<Person> find(String name) {
        return Names.isUser(name) ? users.find(name).map(found -> Person.of(found, Instant.EPOCH)) : Optional.empty();
    }

    /**
     * Takes password and second factor away and gives a new invite. A lockout ends. Certificates that were given out are
     * useless from now on, and sessions with them are cut.
     *
     * @throws Failure NOT_FOUND, INVALID for who comes by single sign-on
     */
    public Invitation reset(String name, Duration inviteTtl, EventSubject by) {
        Invites.Draft draft = invites.draft(inviteTtl);
        Invitation invitation = ledger.write(() -> {
            Records.Versioned<UserRecord> old = require(name);
            UserForm.requireLocal(old.value());
            UserRecord user = old.value().toBuilder()
                    .setActive(false)
                    .setInvite(draft.code().hash())
                    .build();
            List<Store.Write> writes = new ArrayList<>(forgetting(old.value()));
            writes.add(users.replace(old, user));
            writes.add(invites.creation(draft, name));
            return Plan.of(writes, new UserEvent.Reset(ledger.head(by), name), invitation(name, draft));
        });
        locks.refresh();
        return invitation;
    }

    /**
     * Removes a user. Certificates that were given out are useless from now on, and sessions with them are cut.
     *
     * @throws Failure NOT_FOUND
     */
    public void remove(String name, EventSubject by) {
        ledger.write(() -> {
            Records.Versioned<UserRecord> old = require(name);
            List<Store.Write> writes = new ArrayList<>(forgetting(old.value()));
            writes.add(users.delete(old));
            writes.addAll(lists.forgetting(name));
            return Plan.of(writes, new UserEvent.Deleted(ledger.head(by), name), name);
        });
        lists.refresh();
        locks.refresh();
    }

    /** What goes with a user: password, second factors, failures, certificates that were given out. */
    List<Store.Write> forgetting(UserRecord user) {
        List<Store.Write> writes = new ArrayList<>();
        credentials.find(user.getName()).ifPresent(found -> writes.addAll(owners.release(found.value())));
        writes.add(credentials.removal(user.getName()));
        writes.add(lockouts.forget(user.getName()));
        writes.add(locks.revocation(user.getName()));
        if (!user.getInvite().isEmpty()) {
            writes.add(invites.removal(user.getInvite()));
        }
        return writes;
    }

    private Records.Versioned<UserRecord> require(String name) {
        Names.user(name);
        return users.find(name).orElseThrow(() -> UserForm.missing(name));
    }

    private static Invitation invitation(String user, Invites.Draft draft) {
        return new Invitation(user, draft.code().text(), draft.notAfter());
    }
}
