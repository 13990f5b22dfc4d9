package dev.sallyport.auth.lists;

import dev.sallyport.audit.event.AuditEvent;
import dev.sallyport.auth.locks.LockBook;
import dev.sallyport.auth.roles.RoleBook;
import dev.sallyport.auth.state.Names;
import dev.sallyport.auth.state.Records;
import dev.sallyport.auth.state.v1.ListRecord;
import dev.sallyport.auth.state.v1.UserRecord;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.store.Store;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One change of one list: collects its writes and events, and sees to it that who loses something loses it now. */
final class Change {

    private static final int MOST_LISTS = 1000;
    /** Users who lose roles by one change: each has a write of its own. */
    private static final int MOST_LOSERS = 1000;

    private final Store.Write turn;
    private final Roster before;
    private final Records<ListRecord> records;
    private final Records<UserRecord> users;
    private final RoleBook roles;
    private final LockBook locks;
    private final InstantSource clock;
    private final List<Store.Write> writes = new ArrayList<>();
    private final Map<String, Store.Write> held = new LinkedHashMap<>();
    private final List<AuditEvent> events = new ArrayList<>();

    Change(
            Store.Write turn,
            Roster before,
            Records<ListRecord> records,
            Records<UserRecord> users,
            RoleBook roles,
            LockBook locks,
            InstantSource clock) {
        this.turn = turn;
        this.before = before;
        this.records = records;
        this.users = users;
        this.roles = roles;
        this.locks = locks;
        this.clock = clock;
    }

    Store.Write turn() {
        return turn;
    }

    /** All lists as they are. */
    Roster before() {
        return before;
    }

    /** @throws Failure CONFLICT where it would be on itself, INVALID where a role is not there, or too much of something */
    void put(ListRecord list) {
        Roster after = before.with(list);
        Names.bounded("access lists", after.size(), MOST_LISTS);
        if (after.isCircle(list.getName())) {
            throw Failure.of(
                    FailureCode.CONFLICT,
                    "then the list " + list.getName() + " would be on itself: lists on lists make no circle");
        }
        if (after.depth() > Roster.DEEPEST) {
            throw Failure.of(
                    FailureCode.INVALID,
                    "then more than " + Roster.DEEPEST + " lists would be on each other: put people on fewer of them");
        }
        writes.addAll(roles.holding(list.getRolesList()));
        writes.add(records.put(list.getName(), list));
        take(after);
    }

    void remove(ListRecord list) {
        writes.add(records.delete(list.getName()));
        take(before.without(list.getName()));
    }

    /** Certificates of whoever loses a role are useless at once; a login that is under way begins anew. */
    private void take(Roster after) {
        Instant now = clock.instant();
        Set<String> losers = before.losers(after, now);
        Names.bounded("users who lose roles by this", losers.size(), MOST_LOSERS);
        for (String user : losers) {
            users.find(user).ifPresent(record -> {
                held.put(user, users.touch(record));
                writes.add(locks.revocation(user));
            });
        }
    }

    /** @throws Failure NOT_FOUND where one of these users is not there */
    void holdUsers(Collection<String> names) {
        for (String name : names) {
            Optional<Records.Versioned<UserRecord>> user = users.find(name);
            held.put(
                    name,
                    users.touch(user.orElseThrow(() -> Failure.of(
                            FailureCode.NOT_FOUND,
                            "there is no user '" + name + "': 'sally users ls' shows those there are"))));
        }
    }

    void tell(AuditEvent event) {
        events.add(event);
    }

    List<Store.Write> writes() {
        if (writes.isEmpty()) {
            return List.of();
        }
        List<Store.Write> all = new ArrayList<>(writes);
        all.addAll(held.values());
        all.add(turn);
        return all;
    }

    List<AuditEvent> events() {
        return List.copyOf(events);
    }
}
