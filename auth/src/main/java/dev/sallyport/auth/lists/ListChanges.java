package dev.sallyport.auth.lists;

import dev.sallyport.auth.locks.LockBook;
import dev.sallyport.auth.roles.RoleBook;
import dev.sallyport.auth.state.Keyspace;
import dev.sallyport.auth.state.Records;
import dev.sallyport.auth.state.v1.ListRecord;
import dev.sallyport.auth.state.v1.UserRecord;
import dev.sallyport.store.Store;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What changes of lists are made of. Each takes its turn by one record that all of them write, so that two at a time never
 * make a circle of lists that neither would have made alone, and nobody's loss is missed.
 */
final class ListChanges {

    private static final byte[] TURN = {1};

    private final Store store;
    private final Records<ListRecord> records;
    private final Records<UserRecord> users;
    private final RoleBook roles;
    private final LockBook locks;
    private final InstantSource clock;

    ListChanges(Store store, RoleBook roles, LockBook locks, InstantSource clock) {
        this.store = store;
        this.records = Records.open(store, Keyspace.LISTS, ListRecord.parser());
        this.users = Records.open(store, Keyspace.USERS, UserRecord.parser());
        this.roles = roles;
        this.locks = locks;
        this.clock = clock;
    }

    Optional<ListRecord> find(String name) {
        return records.find(name).map(Records.Versioned::value);
    }

    long revision(String name) {
        return records.find(name).map(Records.Versioned::revision).orElse(0L);
    }

    /** Begins one: everything that it reads is as it is when its turn comes, or its commit conflicts. */
    Change begin() {
        Store.Write turn = store.get(Keyspace.LISTS_TURN)
                .<Store.Write>map(entry -> new Store.Write.Replace(Keyspace.LISTS_TURN, TURN, entry.revision()))
                .orElseGet(() -> new Store.Write.Create(Keyspace.LISTS_TURN, TURN, 0));
        return new Change(turn, Rosters.read(records), records, users, roles, locks, clock);
    }

    /** As a put leaves it: members and times from what is there. */
    ListRecord shaped(ListRecord wanted, Optional<ListRecord> old) {
        Instant now = clock.instant();
        ListRecord before = old.orElse(ListRecord.getDefaultInstance());
        ListRecord.Builder list = wanted.toBuilder()
                .clearMembers()
                .addAllMembers(before.getMembersList())
                .setCreatedSeconds(old.isPresent() ? before.getCreatedSeconds() : now.getEpochSecond())
                .setNextReviewSeconds(before.getNextReviewSeconds())
                .setNoticed(before.getNoticed());
        if (wanted.getReviewDays() != before.getReviewDays()) {
            list.setNextReviewSeconds(Reviews.next(wanted.getReviewDays(), now)).setNoticed(false);
        }
        return list.build();
    }

    List<Store.Write> forgetting(String user) {
        Change change = begin();
        List<ListRecord> on = new ArrayList<>(change.before().all());
        ListRecord.Member member = ListRecord.Member.newBuilder().setUser(user).build();
        on.removeIf(list -> !ListForm.has(list, member) && !list.getOwnersList().contains(user));
        if (on.isEmpty()) {
            return List.of();
        }
        List<Store.Write> writes = new ArrayList<>(List.of(change.turn()));
        for (ListRecord list : on) {
            List<String> owners = list.getOwnersList().stream()
                    .filter(owner -> !owner.equals(user))
                    .toList();
            ListRecord without = ListForm.without(list, member).toBuilder()
                    .clearOwners()
                    .addAllOwners(owners)
                    .build();
            writes.add(records.put(list.getName(), without));
        }
        return writes;
    }
}
