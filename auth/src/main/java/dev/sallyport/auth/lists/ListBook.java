package dev.sallyport.auth.lists;

import dev.sallyport.api.v1.PutMode;
import dev.sallyport.audit.event.AuditEvent;
import dev.sallyport.audit.event.EventSubject;
import dev.sallyport.audit.event.ListEvent;
import dev.sallyport.auth.locks.LockBook;
import dev.sallyport.auth.roles.RoleBook;
import dev.sallyport.auth.state.Ledger;
import dev.sallyport.auth.state.Names;
import dev.sallyport.auth.state.Plan;
import dev.sallyport.auth.state.v1.ListRecord;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.model.role.Verb;
import dev.sallyport.store.Store;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** The access lists: changed here, held whole by {@link Rosters}. */
public final class ListBook {

    private final Rosters rosters;
    private final ListChanges changes;
    private final LockBook locks;
    private final Ledger ledger;
    private final InstantSource clock;

    public ListBook(Store store, RoleBook roles, LockBook locks, Ledger ledger, InstantSource clock) {
        this.rosters = new Rosters(store);
        this.changes = new ListChanges(store, roles, locks, clock);
        this.locks = locks;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** Which roles lists give a user, by what was last heard of them. */
    public ListGrant grant(String user) {
        return rosters.now().grant(user, clock.instant());
    }

    /** The same, by what the store has: for a login, in the plan that also holds the user's record. */
    public ListGrant storedGrant(String user) {
        List<ListRecord> there = rosters.now().of(user, clock.instant()).stream()
                .flatMap(on -> changes.find(on.list().getName()).stream())
                .toList();
        return there.isEmpty() ? ListGrant.NONE : new Roster(there).grant(user, clock.instant());
    }

    /** All, by name. */
    public List<ListRecord> all() {
        return rosters.now().all().stream()
                .sorted(Comparator.comparing(ListRecord::getName))
                .toList();
    }

    /** @throws Failure NOT_FOUND */
    public ListRecord require(String name) {
        return changes.find(Names.role(name)).orElseThrow(() -> missing(name));
    }

    /** With the revision of its last change. */
    public long revision(String name) {
        return changes.revision(name);
    }

    /**
     * Adds a list, or changes what it is. Members stay as they are; the time until it is to be looked through begins anew
     * only where it is given another one.
     *
     * @param revision at which it was read; 0: whatever it is
     * @param guard asked with what it takes, CREATE or UPDATE; throws where the caller may not
     * @return the list as it is stored, or as a dry run would store it
     * @throws Failure INVALID, NOT_FOUND, CONFLICT
     */
    public ListRecord put(
            ListRecord wanted, long revision, PutMode mode, boolean dryRun, Consumer<Verb> guard, EventSubject by) {
        ListForm.check(wanted);
        Function<Change, ListRecord> mutation = change -> {
            Optional<ListRecord> old = change.before().find(wanted.getName());
            guard.accept(old.isPresent() ? Verb.UPDATE : Verb.CREATE);
            requireExpected(wanted.getName(), revision, mode, old.isPresent());
            ListRecord list = changes.shaped(wanted, old);
            change.put(list);
            change.holdUsers(wanted.getOwnersList());
            change.tell(new ListEvent.Put(
                    ledger.head(by),
                    list.getName(),
                    String.join(",", list.getOwnersList()),
                    String.join(",", list.getRolesList())));
            return list;
        };
        return dryRun ? mutation.apply(changes.begin()) : write(mutation);
    }

    private void requireExpected(String name, long revision, PutMode mode, boolean there) {
        if (mode == PutMode.PUT_MODE_CREATE && there) {
            throw conflict("there is an access list " + name + " already");
        }
        if (mode == PutMode.PUT_MODE_UPDATE && !there) {
            throw missing(name);
        }
        if (revision != 0 && revision != (there ? changes.revision(name) : 0)) {
            throw conflict("the access list " + name
                    + " was changed since it was read: get it anew and make the change again");
        }
    }

    /** @throws Failure NOT_FOUND; CONFLICT where it is on another list */
    public void remove(String name, EventSubject by) {
        write(change -> {
            ListRecord list = required(change, name);
            change.before().parent(name).ifPresent(parent -> {
                throw conflict("the access list " + name + " is on the list " + parent + ": take it off that first");
            });
            change.remove(list);
            change.tell(new ListEvent.Deleted(ledger.head(by), name));
            return list;
        });
    }

    /**
     * Puts somebody on a list, or changes until when.
     *
     * @param guard throws where this caller may not, asked with the list as it is
     * @throws Failure NOT_FOUND, INVALID, CONFLICT for a list that would be on itself
     */
    public ListRecord put(String name, ListRecord.Member member, Consumer<ListRecord> guard, EventSubject by) {
        ListForm.check(member);
        return write(change -> added(change, name, member, guard, by));
    }

    /** The same as a part of a greater change: writes and events of it. */
    public Joining joining(String name, ListRecord.Member member, Consumer<ListRecord> guard, EventSubject by) {
        ListForm.check(member);
        Change change = changes.begin();
        ListRecord list = added(change, name, member, guard, by);
        return new Joining(list, change.writes(), change.events());
    }

    /** What puts somebody on a list. */
    public record Joining(ListRecord list, List<Store.Write> writes, List<AuditEvent> events) {}

    private ListRecord added(
            Change change, String name, ListRecord.Member member, Consumer<ListRecord> guard, EventSubject by) {
        ListRecord list = required(change, name);
        guard.accept(list);
        Instant now = clock.instant();
        if (!Roster.expiry(member).isAfter(now)) {
            throw Failure.of(FailureCode.INVALID, "a membership that ended before it began: give a later end");
        }
        ListRecord.Member stamped = member.toBuilder()
                .setJoinedSeconds(now.getEpochSecond())
                .setAddedBy(by.user())
                .build();
        ListRecord with = ListForm.with(list, stamped);
        ListForm.check(with);
        change.put(with);
        if (member.getList().isEmpty()) {
            change.holdUsers(List.of(member.getUser()));
        } else {
            required(change, member.getList());
        }
        String until =
                member.getExpiresSeconds() == 0 ? "" : Roster.expiry(member).toString();
        change.tell(new ListEvent.MemberPut(ledger.head(by), name, ListForm.text(member), until, member.getReason()));
        return with;
    }

    /** @throws Failure NOT_FOUND */
    public ListRecord remove(String name, ListRecord.Member member, Consumer<ListRecord> guard, EventSubject by) {
        ListForm.check(member);
        return write(change -> {
            ListRecord list = required(change, name);
            guard.accept(list);
            if (!ListForm.has(list, member)) {
                throw Failure.of(FailureCode.NOT_FOUND, ListForm.text(member) + " is not on the list " + name);
            }
            ListRecord without = ListForm.without(list, member);
            change.put(without);
            change.tell(new ListEvent.MemberDeleted(ledger.head(by), name, ListForm.text(member)));
            return without;
        });
    }

    /** Says that it was looked through, and takes these users off it. @throws Failure NOT_FOUND */
    public ListRecord review(
            String name, List<String> removed, String note, Consumer<ListRecord> guard, EventSubject by) {
        Names.text(note, "note");
        Names.bounded("users to remove", removed.size(), ListForm.MOST_MEMBERS);
        return write(change -> {
            ListRecord list = required(change, name);
            guard.accept(list);
            ListRecord kept = list;
            for (String user : removed) {
                kept = ListForm.without(
                        kept, ListRecord.Member.newBuilder().setUser(user).build());
            }
            ListRecord reviewed = kept.toBuilder()
                    .setNextReviewSeconds(Reviews.next(list.getReviewDays(), clock.instant()))
                    .setNoticed(false)
                    .build();
            change.put(reviewed);
            change.tell(new ListEvent.Reviewed(ledger.head(by), name, String.join(",", removed), note));
            return reviewed;
        });
    }

    /** The writes that take a user who is removed off all lists, as owner too. */
    public List<Store.Write> forgetting(String user) {
        return changes.forgetting(user);
    }

    /** Tells the owners of lists that are to be looked through, once each time. */
    public void upkeep() {
        rosters.upkeep();
        Instant now = clock.instant();
        for (ListRecord list : rosters.now().all()) {
            if (Reviews.isDue(list, now) && !list.getNoticed()) {
                notice(list.getName(), now);
            }
        }
    }

    private void notice(String name, Instant now) {
        ledger.write(() -> {
            Change change = changes.begin();
            change.before()
                    .find(name)
                    .filter(list -> Reviews.isDue(list, now) && !list.getNoticed())
                    .ifPresent(list -> {
                        change.put(list.toBuilder().setNoticed(true).build());
                        change.tell(new ListEvent.ReviewDue(
                                ledger.head(EventSubject.NONE),
                                name,
                                String.join(",", list.getOwnersList()),
                                Reviews.lapses(list)));
                    });
            return new Plan<>(change.writes(), change.events(), name);
        });
    }

    /** Reads what there is. To be called after a commit of what {@link #joining} or {@link #forgetting} said. */
    public void refresh() {
        rosters.refresh();
        locks.refresh();
    }

    public void close() {
        rosters.close();
    }

    private ListRecord write(Function<Change, ListRecord> mutation) {
        ListRecord changed = ledger.write(() -> {
            Change change = changes.begin();
            ListRecord list = mutation.apply(change);
            return new Plan<>(change.writes(), change.events(), list);
        });
        refresh();
        return changed;
    }

    private static ListRecord required(Change change, String name) {
        return change.before().find(Names.role(name)).orElseThrow(() -> missing(name));
    }

    private static Failure missing(String name) {
        return Failure.of(
                FailureCode.NOT_FOUND,
                "there is no access list '" + Names.text(name, "name") + "': 'sally lists ls' shows those there are");
    }

    private static Failure conflict(String text) {
        return Failure.of(FailureCode.CONFLICT, text);
    }
}
