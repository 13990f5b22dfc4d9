package dev.sallyport.auth.roles;

import dev.sallyport.audit.event.AuditEvent;
import dev.sallyport.audit.event.AuthorityEvent;
import dev.sallyport.audit.event.EventSubject;
import dev.sallyport.auth.state.Keyspace;
import dev.sallyport.auth.state.Ledger;
import dev.sallyport.auth.state.Names;
import dev.sallyport.auth.state.Paging;
import dev.sallyport.auth.state.Plan;
import dev.sallyport.auth.state.Records;
import dev.sallyport.auth.state.v1.RoleRecord;
import dev.sallyport.auth.state.v1.UserRecord;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.model.access.PresetRoles;
import dev.sallyport.model.access.Role;
import dev.sallyport.store.Store;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The roles: put, list, remove, look up. */
public final class RoleBook {

    private static final int USERS_AT_ONCE = 500;

    private final Records<RoleRecord> roles;
    private final Records<UserRecord> users;
    private final Ledger ledger;

    public RoleBook(Store store, Ledger ledger) {
        this.roles = Records.open(store, Keyspace.ROLES, RoleRecord.parser());
        this.users = Records.open(store, Keyspace.USERS, UserRecord.parser());
        this.ledger = ledger;
    }

    /** The writes that give a new cluster its preset roles. */
    public List<Store.Write> presets() {
        return List.of(PresetRoles.ACCESS, PresetRoles.EDITOR, PresetRoles.AUDITOR).stream()
                .map(role -> roles.create(role.name(), RoleForm.record(role)))
                .toList();
    }

    /** Adds or changes a role. */
    public Role put(Role role, EventSubject by) {
        RoleForm.check(role);
        return ledger.write(() -> {
            Optional<Records.Versioned<RoleRecord>> old = roles.find(role.name());
            Store.Write write = roles.write(old, role.name(), RoleForm.record(role));
            AuditEvent event = old.isPresent()
                    ? new AuthorityEvent.RoleUpdated(ledger.head(by), role.name())
                    : new AuthorityEvent.RoleCreated(ledger.head(by), role.name());
            return Plan.of(List.of(write), event, role);
        });
    }

    public Paging.Listing<Role> list(Paging page) {
        List<Role> read = roles.after(page.after(), page.size() + 1).stream()
                .map(found -> RoleForm.role(found.value()))
                .toList();
        return page.cut(read, Role::name);
    }

    /**
     * Removes a role.
     *
     * @throws Failure NOT_FOUND, or CONFLICT where a user holds it
     */
    public void remove(String name, EventSubject by) {
        ledger.write(() -> {
            Records.Versioned<RoleRecord> old = roles.find(name).orElseThrow(() -> missing(name));
            holder(name).ifPresent(user -> {
                throw held(name, user);
            });
            // Whoever gives the role to a user touches it in the same commit: then this delete conflicts and looks
            // again.
            return Plan.of(List.of(roles.delete(old)), new AuthorityEvent.RoleDeleted(ledger.head(by), name), name);
        });
    }

    /** The roles of these names that are there, without a promise for those that are not. */
    public List<Role> known(Collection<String> names) {
        return names.stream()
                .distinct()
                .map(roles::find)
                .flatMap(Optional::stream)
                .map(found -> RoleForm.role(found.value()))
                .toList();
    }

    /**
     * Writes that hold the roles of these names in place: a commit with them fails if one is removed meanwhile.
     *
     * @throws Failure INVALID where one is not there
     */
    public List<Store.Write> holding(Collection<String> names) {
        Function<String, Store.Write> touch = name -> roles.touch(roles.find(name)
                .orElseThrow(() -> Failure.of(
                        FailureCode.INVALID,
                        "there is no role '" + name + "': 'sally roles ls' shows those there are")));
        return names.stream().distinct().map(touch).toList();
    }

    private Optional<String> holder(String role) {
        String after = "";
        while (true) {
            List<Records.Versioned<UserRecord>> page = users.after(after, USERS_AT_ONCE);
            Optional<String> holder = page.stream()
                    .filter(user -> user.value().getRolesList().contains(role))
                    .map(Records.Versioned::name)
                    .findFirst();
            if (holder.isPresent() || page.size() < USERS_AT_ONCE) {
                return holder;
            }
            after = page.getLast().name();
        }
    }

    private static Failure missing(String name) {
        return Failure.of(
                FailureCode.NOT_FOUND,
                "there is no role '" + Names.text(name, "role name") + "': 'sally roles ls' shows those there are");
    }

    private static Failure held(String role, String user) {
        return Failure.of(
                FailureCode.CONFLICT,
                "the role " + role + " is held by the user " + user
                        + ", maybe by others: take it away from them first");
    }
}
