package dev.sallyport.auth.requests;

import dev.sallyport.audit.event.AuditEvent;
import dev.sallyport.audit.event.EventSubject;
import dev.sallyport.audit.event.RequestEvent;
import dev.sallyport.auth.lists.ListBook;
import dev.sallyport.auth.locks.LockBook;
import dev.sallyport.auth.state.Ledger;
import dev.sallyport.auth.state.Names;
import dev.sallyport.auth.state.Paging;
import dev.sallyport.auth.state.Plan;
import dev.sallyport.auth.state.Records;
import dev.sallyport.auth.state.v1.ListRecord;
import dev.sallyport.auth.state.v1.RequestRecord;
import dev.sallyport.auth.state.v1.RequestRecord.State;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.model.request.Review;
import dev.sallyport.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/** The requests: made, reviewed, dropped, forgotten some months later. */
public final class RequestBook {

    private static final Duration KEPT = Duration.ofDays(120);
    private static final int MOST_PENDING = 20;
    private static final int READ_AT_ONCE = 500;

    private final Store store;
    private final RequestShelf shelf;
    private final Verdicts verdicts;
    private final LockBook locks;
    private final ListBook lists;
    private final Ledger ledger;
    private final InstantSource clock;

    public RequestBook(Store store, LockBook locks, ListBook lists, Ledger ledger, InstantSource clock) {
        this.lists = lists;
        this.store = store;
        this.shelf = new RequestShelf(store, clock);
        this.verdicts = new Verdicts(ledger, clock);
        this.locks = locks;
        this.ledger = ledger;
        this.clock = clock;
    }

    /**
     * Asks; what rules approve without a review is approved at once.
     *
     * @param dryRun stores nothing
     * @throws Failure INVALID, DENIED where a role may not be asked for, EXHAUSTED with too many pending ones
     */
    public RequestRecord create(RequestParty author, RequestDraft draft, boolean dryRun, EventSubject by) {
        RequestDrafting drafting = new RequestDrafting(author, draft, clock.instant());
        RequestRecord pending = drafting.record();
        if (dryRun) {
            return pending;
        }
        requireFew(author.name());
        long lease = store.grantLease(KEPT);
        try {
            return ledger.write(() -> {
                var head = ledger.head(by);
                RequestRecord record = pending.toBuilder().setId(head.id()).build();
                List<AuditEvent> events = new ArrayList<>();
                events.add(new RequestEvent.Created(
                        head,
                        record.getId(),
                        String.join(",", record.getRolesList()),
                        String.join(
                                ",",
                                record.getNodesList().stream()
                                        .map(RequestRecord.Node::getName)
                                        .toList()),
                        record.getReason()));
                if (drafting.approvedAtOnce(record)) {
                    record = verdicts.approved(record, "a rule of the author's roles");
                    events.add(verdicts.approval(record, "rule", by));
                }
                return new Plan<>(List.of(shelf.records().create(record.getId(), record, lease)), events, record);
            });
        } catch (RuntimeException e) {
            store.revokeLease(lease);
            throw e;
        }
    }

    /** @throws Failure NOT_FOUND where there is none that this caller sees */
    public RequestRecord find(String id, Predicate<RequestRecord> visible) {
        return shelf.shown(shelf.stored(id, visible).value());
    }

    /** A page of those that are visible, newest first. It may have fewer than were asked for. */
    public Paging.Listing<RequestRecord> list(Paging page, Predicate<RequestRecord> visible) {
        return shelf.list(page, visible);
    }

    /**
     * Says yes or no.
     *
     * @throws Failure NOT_FOUND, DENIED where the party may not review it, CONFLICT where it is decided or its time is over
     */
    public RequestRecord review(
            String id,
            RequestParty reviewer,
            boolean approve,
            String reason,
            Predicate<RequestRecord> visible,
            EventSubject by) {
        Names.text(reason, "reason");
        return ledger.write(() -> {
            Records.Versioned<RequestRecord> old = shelf.stored(id, visible);
            Verdicts.requireReviewable(shelf.shown(old.value()), reviewer);
            Review review = new Review(
                    reviewer.name(),
                    approve,
                    reason,
                    clock.instant(),
                    reviewer.identity().roles(),
                    reviewer.identity().traits(),
                    reviewer.marks());
            RequestRecord said = old.value().toBuilder()
                    .addReviews(RequestForm.record(review))
                    .build();
            List<AuditEvent> events = new ArrayList<>();
            events.add(new RequestEvent.Reviewed(ledger.head(by), id, said.getUser(), approve, reason));
            RequestRecord decided = verdicts.decide(said, by, events);
            return new Plan<>(List.of(shelf.records().replace(old, decided)), events, decided);
        });
    }

    /**
     * Answers with a longer grant: the author joins a list that gives all that was asked for.
     *
     * @param terms of the membership: until when, why
     * @param guard throws where the reviewer may not put this member on the list
     * @throws Failure NOT_FOUND, DENIED, CONFLICT as a review; INVALID where the list gives something else
     */
    public RequestRecord promote(
            String id,
            RequestParty reviewer,
            String list,
            ListRecord.Member terms,
            BiConsumer<ListRecord, ListRecord.Member> guard,
            Predicate<RequestRecord> visible,
            EventSubject by) {
        RequestRecord promoted = ledger.write(() -> {
            Records.Versioned<RequestRecord> old = shelf.stored(id, visible);
            RequestRecord request = old.value();
            Verdicts.requireReviewable(shelf.shown(request), reviewer);
            ListRecord.Member member =
                    terms.toBuilder().setUser(request.getUser()).build();
            ListBook.Joining joining = lists.joining(
                    list,
                    member,
                    found -> {
                        guard.accept(found, member);
                        requireGiven(found, request);
                    },
                    by);
            RequestRecord record = request.toBuilder()
                    .setState(State.PROMOTED)
                    .setResolution(by.user() + " put its author on the access list " + list)
                    .build();
            List<Store.Write> writes = new ArrayList<>(joining.writes());
            writes.add(shelf.records().replace(old, record));
            List<AuditEvent> events = new ArrayList<>(joining.events());
            events.add(new RequestEvent.Promoted(ledger.head(by), id, record.getUser(), list));
            return new Plan<>(writes, events, record);
        });
        lists.refresh();
        return promoted;
    }

    private static void requireGiven(ListRecord list, RequestRecord request) {
        if (request.getNodesCount() > 0 || !list.getRolesList().containsAll(request.getRolesList())) {
            throw Failure.of(
                    FailureCode.INVALID,
                    "the access list " + list.getName() + " does not give what is asked for: expected one that gives "
                            + String.join(", ", request.getRolesList()) + ", and a request for all nodes");
        }
    }

    /**
     * Takes it back. What was got by it is useless when this returns.
     *
     * @param mayDrop asked with the request as it is then
     * @throws Failure NOT_FOUND, DENIED, CONFLICT where there is nothing to take back any more
     */
    public RequestRecord drop(
            String id, Predicate<RequestRecord> visible, Predicate<RequestRecord> mayDrop, EventSubject by) {
        RequestRecord dropped = ledger.write(() -> {
            Records.Versioned<RequestRecord> old = shelf.stored(id, visible);
            RequestRecord now = shelf.shown(old.value());
            if (!mayDrop.test(now)) {
                throw Failure.of(
                        FailureCode.DENIED, "only its author, or who may delete requests, drops the request " + id);
            }
            if (now.getState() != State.PENDING && now.getState() != State.APPROVED) {
                throw RequestShelf.over(now);
            }
            RequestRecord record = now.toBuilder()
                    .setState(State.DROPPED)
                    .setResolution("dropped by " + by.user())
                    .build();
            List<Store.Write> writes = new ArrayList<>(List.of(shelf.records().replace(old, record)));
            if (now.getState() == State.APPROVED) {
                writes.add(locks.drop(id, Instant.ofEpochSecond(now.getEndSeconds())));
            }
            return Plan.of(writes, new RequestEvent.Dropped(ledger.head(by), id, now.getUser()), record);
        });
        locks.refresh();
        return dropped;
    }

    /** What was approved for this user and can be used now. @throws Failure DENIED, with what is the matter */
    RequestRecord usable(String id, String user, Instant userCreated) {
        return shelf.usable(id, user, userCreated);
    }

    /** Makes a commit conflict with every other change of this request. */
    Store.Write holding(String id) {
        return shelf.holding(id);
    }

    /** Notes which are over. */
    public void upkeep() {
        String after = "";
        List<Records.Versioned<RequestRecord>> page;
        do {
            page = shelf.records().after(after, READ_AT_ONCE);
            for (Records.Versioned<RequestRecord> found : page) {
                if (found.value().getState() != State.EXPIRED
                        && shelf.shown(found.value()).getState() == State.EXPIRED) {
                    expire(found.name());
                }
            }
            after = page.isEmpty() ? "" : page.getLast().name();
        } while (page.size() == READ_AT_ONCE);
    }

    private void expire(String id) {
        ledger.write(() -> {
            List<Store.Write> writes = new ArrayList<>();
            List<AuditEvent> events = new ArrayList<>();
            shelf.records()
                    .find(id)
                    .filter(found -> found.value().getState()
                            != shelf.shown(found.value()).getState())
                    .ifPresent(found -> {
                        writes.add(shelf.records().replace(found, shelf.shown(found.value())));
                        events.add(new RequestEvent.Expired(
                                ledger.head(EventSubject.NONE),
                                id,
                                found.value().getUser()));
                    });
            return new Plan<>(writes, events, id);
        });
    }

    private void requireFew(String author) {
        long pending = shelf.pending(author);
        if (pending >= MOST_PENDING) {
            throw Failure.of(
                    FailureCode.EXHAUSTED,
                    "you have " + pending + " requests that wait for a decision: drop some with 'sally request drop'");
        }
    }
}
