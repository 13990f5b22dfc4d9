package dev.sallyport.auth.roles;

import com.google.protobuf.MessageLite;
import dev.sallyport.api.role.RoleReader;
import dev.sallyport.api.role.RoleWriter;
import dev.sallyport.api.v1.Connector;
import dev.sallyport.api.v1.Metadata;
import dev.sallyport.api.v1.PutMode;
import dev.sallyport.api.v1.PutRoleRequest;
import dev.sallyport.api.v1.Role;
import dev.sallyport.audit.event.AuditEvent;
import dev.sallyport.audit.event.AuthorityEvent;
import dev.sallyport.audit.event.EventSubject;
import dev.sallyport.auth.state.Keyspace;
import dev.sallyport.auth.state.Ledger;
import dev.sallyport.auth.state.Names;
import dev.sallyport.auth.state.Paging;
import dev.sallyport.auth.state.Plan;
import dev.sallyport.auth.state.Records;
import dev.sallyport.auth.state.v1.ListRecord;
import dev.sallyport.auth.state.v1.UserRecord;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.model.access.Resource;
import dev.sallyport.model.role.Delegation;
import dev.sallyport.model.role.Kind;
import dev.sallyport.model.role.PresetRoles;
import dev.sallyport.model.role.Verb;
import dev.sallyport.store.Store;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The roles: put, list, remove, look up. */
public final class RoleBook {

    private static final int READ_AT_ONCE = 500;

    private final Records<Role> roles;
    private final Records<UserRecord> users;
    private final Records<ListRecord> lists;
    private final Records<Connector> connectors;
    private final Ledger ledger;
    private final ParsedRoles parsed = new ParsedRoles();

    public RoleBook(Store store, Ledger ledger) {
        this.roles = Records.open(store, Keyspace.ROLES, Role.parser());
        this.users = Records.open(store, Keyspace.USERS, UserRecord.parser());
        this.lists = Records.open(store, Keyspace.LISTS, ListRecord.parser());
        this.connectors = Records.open(store, Keyspace.CONNECTORS, Connector.parser());
        this.ledger = ledger;
    }

    /** The writes that give a new cluster its preset roles. */
    public List<Store.Write> presets() {
        return PresetRoles.STORED.stream()
                .map(role -> roles.create(role.name(), RoleWriter.write(role)))
                .toList();
    }

    /**
     * Adds or changes a role.
     *
     * @param request the role with the revision that it was read at, or 0 to put it in the place of whatever is there
     * @param permission asked for what is there and for what is to be there
     * @return the role as it is stored, or as it would be
     * @throws Failure INVALID with all that is wrong with it; CONFLICT where what is there is not what the request says
     */
    public Role put(PutRoleRequest request, Permission permission, EventSubject by) {
        Role role = request.getRole();
        RoleReader.read(role).orFail();
        if (request.getDryRun()) {
            return plan(request, permission, by).result();
        }
        String name =
                ledger.write(() -> plan(request, permission, by)).getMetadata().getName();
        return find(name).orElse(role);
    }

    private Plan<Role> plan(PutRoleRequest request, Permission permission, EventSubject by) {
        Role role = request.getRole();
        String name = role.getMetadata().getName();
        Optional<Records.Versioned<Role>> old = roles.find(name);
        old.ifPresent(there -> permission.require(Verb.UPDATE, thing(there.value())));
        permission.require(old.isPresent() ? Verb.UPDATE : Verb.CREATE, thing(role));
        requireWithinDelegation(role, permission);
        requireExpected(request.getMode(), name, old.isPresent());
        requireSame(role.getMetadata(), old);
        AuditEvent event = old.isPresent()
                ? new AuthorityEvent.RoleUpdated(ledger.head(by), name)
                : new AuthorityEvent.RoleCreated(ledger.head(by), name);
        return Plan.of(List.of(roles.write(old, name, withRevision(role, 0))), event, role);
    }

    private static void requireWithinDelegation(Role role, Permission permission) {
        if (!permission.coversAllRoles()) {
            Delegation.objection(
                            RoleReader.read(role).orFail(), role.getMetadata().getLabelsMap())
                    .ifPresent(why -> {
                        throw Failure.of(FailureCode.DENIED, why);
                    });
        }
    }

    private static void requireExpected(PutMode mode, String name, boolean there) {
        if (mode == PutMode.PUT_MODE_CREATE && there) {
            throw Failure.of(
                    FailureCode.CONFLICT, "there is a role " + name + " already: edit it, or replace it with --force");
        }
        if (mode == PutMode.PUT_MODE_UPDATE && !there) {
            throw missing(name);
        }
    }

    /** The role of this name, with its revision. */
    public Optional<Role> find(String name) {
        return roles.find(name).map(RoleBook::message);
    }

    public Paging.Listing<Role> list(Paging page) {
        List<Role> read = roles.after(page.after(), page.size() + 1).stream()
                .map(RoleBook::message)
                .toList();
        return page.cut(read, role -> role.getMetadata().getName());
    }

    /**
     * Removes a role.
     *
     * @throws Failure NOT_FOUND, or CONFLICT where a user, an access list or a connector has it
     */
    public void remove(String name, Permission permission, EventSubject by) {
        ledger.write(() -> {
            Records.Versioned<Role> old = roles.find(name).orElseThrow(() -> missing(name));
            permission.require(Verb.DELETE, thing(old.value()));
            holder(name).ifPresent(holder -> {
                throw held(name, holder);
            });
            // Whoever gives the role to a user or a list touches it in the same commit: then this delete conflicts and
            // looks
            // again.
            return Plan.of(List.of(roles.delete(old)), new AuthorityEvent.RoleDeleted(ledger.head(by), name), name);
        });
    }

    /** The roles of these names that are there, without a promise for those that are not. */
    public List<dev.sallyport.model.role.Role> known(Collection<String> names) {
        return stored(names).map(parsed::of).toList();
    }

    private Stream<Records.Versioned<Role>> stored(Collection<String> names) {
        return names.stream().distinct().map(roles::find).flatMap(Optional::stream);
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
        return first(users, user -> user.getRolesList().contains(role))
                .map(user -> "the user " + user)
                .or(() ->
                        first(lists, list -> list.getRolesList().contains(role)).map(list -> "the access list " + list))
                .or(() -> first(
                                connectors,
                                connector -> ConnectorRoles.of(connector).contains(role))
                        .map(connector -> "the connector " + connector));
    }

    private static <R extends MessageLite> Optional<String> first(Records<R> records, Predicate<R> holds) {
        String after = "";
        while (true) {
            List<Records.Versioned<R>> page = records.after(after, READ_AT_ONCE);
            Optional<String> holder = page.stream()
                    .filter(found -> holds.test(found.value()))
                    .map(Records.Versioned::name)
                    .findFirst();
            if (holder.isPresent() || page.size() < READ_AT_ONCE) {
                return holder;
            }
            after = page.getLast().name();
        }
    }

    /** A role as rules see it. */
    public static Resource.Thing thing(Role role) {
        return Resource.Thing.of(
                Kind.ROLE, role.getMetadata().getName(), role.getMetadata().getLabelsMap());
    }

    private static void requireSame(Metadata wanted, Optional<Records.Versioned<Role>> old) {
        long revision = old.map(Records.Versioned::revision).orElse(0L);
        if (wanted.getRevision() != 0 && wanted.getRevision() != revision) {
            throw Failure.of(
                    FailureCode.CONFLICT,
                    "the role " + wanted.getName() + " was "
                            + (old.isPresent() ? "changed to revision " + revision : "removed")
                            + " since revision " + wanted.getRevision() + ": get it anew and make the change again");
        }
    }

    private static Role message(Records.Versioned<Role> found) {
        return withRevision(found.value(), found.revision());
    }

    private static Role withRevision(Role role, long revision) {
        Role.Builder stored = role.toBuilder();
        stored.getMetadataBuilder().setRevision(revision);
        return stored.build();
    }

    /** There is none of this name. */
    public static Failure missing(String name) {
        return Failure.of(
                FailureCode.NOT_FOUND,
                "there is no role '" + Names.text(name, "role name") + "': 'sally roles ls' shows those there are");
    }

    private static Failure held(String role, String holder) {
        return Failure.of(
                FailureCode.CONFLICT,
                "the role " + role + " is held by " + holder + ", maybe by others: take it away from them first");
    }
}
