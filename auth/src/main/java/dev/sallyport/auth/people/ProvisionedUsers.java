package dev.sallyport.auth.people;

import dev.sallyport.auth.lists.ListBook;
import dev.sallyport.auth.locks.LockBook;
import dev.sallyport.auth.state.Keyspace;
import dev.sallyport.auth.state.Names;
import dev.sallyport.auth.state.Records;
import dev.sallyport.auth.state.v1.UserRecord;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.model.role.PresetRoles;
import dev.sallyport.store.Store;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Users that an identity provider makes, changes and removes. Whoever is deactivated, removed or loses a role loses the
 * certificates too, in the same commit.
 */
public final class ProvisionedUsers {

    private final Records<UserRecord> users;
    private final LockBook locks;
    private final ListBook lists;
    private final InstantSource clock;
    private final UserBook book;
    private final Keeping keeping;

    /** Says no where a change would leave nobody who can administer. */
    @FunctionalInterface
    public interface Keeping {

        /**
         * Returns where somebody is left.
         *
         * @param roles that the user would have; empty for one who is gone
         * @throws Failure CONFLICT
         */
        void requireAdministrator(String user, List<String> roles);
    }

    public ProvisionedUsers(
            Store store, LockBook locks, ListBook lists, InstantSource clock, UserBook book, Keeping keeping) {
        this.users = Records.open(store, Keyspace.USERS, UserRecord.parser());
        this.locks = locks;
        this.lists = lists;
        this.clock = clock;
        this.book = book;
        this.keeping = keeping;
    }

    /**
     * A user as a provider wants it.
     *
     * @param id at SCIM
     */
    public record Account(String name, String id, boolean active, List<String> roles) {
        public Account {
            roles = List.copyOf(roles);
        }
    }

    /** @throws Failure CONFLICT where the name is a local user's or another connector's */
    public List<Store.Write> creation(String connector, Account account) {
        Optional<Records.Versioned<UserRecord>> there = users.find(Names.user(account.name()));
        boolean own = there.filter(user -> user.value().getConnector().equals(connector)
                        && user.value().getScimId().isEmpty())
                .isPresent();
        if (account.name().equals(PresetRoles.LOCAL_ADMIN.name()) || (there.isPresent() && !own)) {
            throw Failure.of(
                    FailureCode.CONFLICT,
                    "there is a user " + account.name() + " already, who is not of this provider");
        }
        UserRecord.Builder user = there.map(old -> old.value().toBuilder())
                .orElseGet(() -> UserRecord.newBuilder()
                        .setName(account.name())
                        .setCreatedSeconds(clock.instant().getEpochSecond())
                        .setConnector(connector))
                .setScimId(account.id())
                .setExpiresSeconds(0);
        List<Store.Write> writes = new ArrayList<>(losses(there.map(Records.Versioned::value), account));
        writes.add(users.write(there, account.name(), filled(user.build(), account)));
        return writes;
    }

    /** @throws Failure CONFLICT where nobody would be left who can administer */
    public List<Store.Write> change(Account account) {
        Records.Versioned<UserRecord> there = require(account.name());
        List<Store.Write> writes = new ArrayList<>(losses(Optional.of(there.value()), account));
        writes.add(users.replace(there, filled(there.value(), account)));
        return writes;
    }

    /** Whether a change would change nothing. */
    public boolean isSame(Account account) {
        UserRecord there = require(account.name()).value();
        return filled(there, account).equals(there);
    }

    /** @throws Failure CONFLICT where nobody would be left who can administer */
    public List<Store.Write> removal(String name) {
        Optional<Records.Versioned<UserRecord>> there = users.find(name);
        List<Store.Write> writes = new ArrayList<>();
        there.ifPresent(user -> {
            keeping.requireAdministrator(name, List.of());
            writes.add(users.delete(user));
            writes.addAll(book.forgetting(user.value()));
            writes.addAll(lists.forgetting(name));
        });
        return writes;
    }

    /** To be called once something was committed. */
    public void refresh() {
        lists.refresh();
        locks.refresh();
    }

    private List<Store.Write> losses(Optional<UserRecord> old, Account account) {
        List<String> left = old.map(user -> roles(user, account)).orElse(List.of());
        boolean loses = old.filter(UserRecord::getActive)
                .filter(user -> !account.active() || !left.containsAll(user.getRolesList()))
                .isPresent();
        if (!loses) {
            return List.of();
        }
        keeping.requireAdministrator(account.name(), account.active() ? left : List.of());
        return List.of(locks.revocation(account.name()));
    }

    /** What a login gave besides stays until the next login. */
    private static List<String> roles(UserRecord old, Account account) {
        return Stream.concat(
                        account.roles().stream(),
                        old.getRolesList().stream()
                                .filter(role -> !old.getScimRolesList().contains(role)))
                .distinct()
                .toList();
    }

    private static UserRecord filled(UserRecord old, Account account) {
        return old.toBuilder()
                .setActive(account.active())
                .clearRoles()
                .addAllRoles(roles(old, account))
                .clearScimRoles()
                .addAllScimRoles(account.roles())
                .build();
    }

    private Records.Versioned<UserRecord> require(String name) {
        return users.find(name)
                .orElseThrow(() -> Failure.of(FailureCode.NOT_FOUND, "there is no user " + name + " any more"));
    }
}
