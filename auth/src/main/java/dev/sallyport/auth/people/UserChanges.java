package dev.sallyport.auth.people;

import dev.sallyport.api.v1.PutMode;
import dev.sallyport.audit.event.EventSubject;
import dev.sallyport.audit.event.UserEvent;
import dev.sallyport.auth.locks.LockBook;
import dev.sallyport.auth.roles.RoleBook;
import dev.sallyport.auth.state.Keyspace;
import dev.sallyport.auth.state.Ledger;
import dev.sallyport.auth.state.Plan;
import dev.sallyport.auth.state.Records;
import dev.sallyport.auth.state.v1.UserRecord;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.model.role.Verb;
import dev.sallyport.store.Store;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** What a user is: put as a whole, as documents say it. */
public final class UserChanges {

    private final Records<UserRecord> users;
    private final RoleBook roles;
    private final LockBook locks;
    private final Ledger ledger;
    private final InstantSource clock;

    UserChanges(Store store, RoleBook roles, LockBook locks, Ledger ledger, InstantSource clock) {
        this.users = Records.open(store, Keyspace.USERS, UserRecord.parser());
        this.roles = roles;
        this.locks = locks;
        this.ledger = ledger;
        this.clock = clock;
    }

    /**
     * What a user is to be.
     *
     * @param revision at which it was read; 0: whatever it is now
     */
    public record Wanted(
            String name,
            List<String> roles,
            Map<String, List<String>> traits,
            long revision,
            PutMode mode,
            boolean dryRun) {}

    /**
     * Adds a user, who has no invite yet, or changes roles and traits. Where somebody loses a role or a trait, certificates
     * that were given out are useless from now on, and sessions with them are cut: they say what was.
     *
     * @param guard asked with what it takes, CREATE or UPDATE; throws where the caller may not
     * @return what is stored, or would be
     * @throws Failure INVALID, NOT_FOUND, CONFLICT where what is there is not what was expected
     */
    public Person put(Wanted wanted, Consumer<Verb> guard, EventSubject by) {
        UserForm.check(wanted.name(), wanted.roles(), wanted.traits());
        if (wanted.dryRun()) {
            return plan(wanted, guard, by).result();
        }
        ledger.write(() -> plan(wanted, guard, by));
        locks.refresh();
        return users.find(wanted.name())
                .map(found -> Person.of(found, Instant.EPOCH))
                .orElseThrow(() -> UserForm.missing(wanted.name()));
    }

    private Plan<Person> plan(Wanted wanted, Consumer<Verb> guard, EventSubject by) {
        Optional<Records.Versioned<UserRecord>> old = users.find(wanted.name());
        guard.accept(old.isPresent() ? Verb.UPDATE : Verb.CREATE);
        requireExpected(wanted, old);
        old.ifPresent(there -> UserForm.requireLocal(there.value()));
        UserRecord user = old.map(there -> there.value().toBuilder())
                .orElseGet(() -> UserRecord.newBuilder()
                        .setName(wanted.name())
                        .setCreatedSeconds(clock.instant().getEpochSecond()))
                .clearRoles()
                .addAllRoles(wanted.roles().stream().distinct().toList())
                .clearTraits()
                .putAllTraits(Person.values(wanted.traits()))
                .build();
        List<Store.Write> writes = new ArrayList<>(roles.holding(wanted.roles()));
        writes.add(users.write(old, wanted.name(), user));
        if (old.isPresent() && loses(old.get().value(), user)) {
            writes.add(locks.revocation(wanted.name()));
        }
        String held = String.join(",", user.getRolesList());
        UserEvent event = old.isPresent()
                ? new UserEvent.Updated(ledger.head(by), wanted.name(), held)
                : new UserEvent.Created(ledger.head(by), wanted.name(), held);
        return Plan.of(
                writes, event, Person.of(new Records.Versioned<>(wanted.name(), user, revision(old)), Instant.EPOCH));
    }

    private static void requireExpected(Wanted wanted, Optional<Records.Versioned<UserRecord>> old) {
        if (wanted.mode() == PutMode.PUT_MODE_CREATE && old.isPresent()) {
            throw Failure.of(
                    FailureCode.CONFLICT,
                    "there is a user " + wanted.name() + " already: edit it, or replace it with --force");
        }
        if (wanted.mode() == PutMode.PUT_MODE_UPDATE && old.isEmpty()) {
            throw UserForm.missing(wanted.name());
        }
        if (wanted.revision() != 0 && wanted.revision() != revision(old)) {
            throw Failure.of(
                    FailureCode.CONFLICT,
                    "the user " + wanted.name() + " was "
                            + (old.isPresent() ? "changed to revision " + revision(old) : "removed")
                            + " since revision " + wanted.revision() + ": get it anew and make the change again");
        }
    }

    private static long revision(Optional<Records.Versioned<UserRecord>> old) {
        return old.map(Records.Versioned::revision).orElse(0L);
    }

    /** A trait that grows can widen or narrow, as a template or a deny uses it: every change of one counts. */
    private static boolean loses(UserRecord before, UserRecord after) {
        Set<String> gone = new HashSet<>(before.getRolesList());
        after.getRolesList().forEach(gone::remove);
        return !gone.isEmpty() || !before.getTraitsMap().equals(after.getTraitsMap());
    }
}
