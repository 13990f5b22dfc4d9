package dev.sallyport.auth.requests;

import dev.sallyport.audit.event.AuditEvent;
import dev.sallyport.audit.event.EventSubject;
import dev.sallyport.audit.event.RequestEvent;
import dev.sallyport.auth.lists.ListBook;
import dev.sallyport.auth.locks.LockBook;
import dev.sallyport.auth.state.Keyspace;
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
import dev.sallyport.model.request.Plea;
import dev.sallyport.model.request.RequestDecision;
import dev.sallyport.model.request.RequestOutcome;
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
    private static final int MOST_REVIEWS = 100;
    private static final int MOST_PENDING = 20;
    private static final int READ_AT_ONCE = 500;

    private final Store store;
    private final Records<RequestRecord> records;
    private final LockBook locks;
    private final ListBook lists;
    private final Ledger ledger;
    private final InstantSource clock;

    public RequestBook(Store store, LockBook locks, ListBook lists, Ledger ledger, InstantSource clock) {
        this.lists = lists;
        this.store = store;
        this.records = Records.open(store, Keyspace.REQUESTS, RequestRecord.parser());
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
                    record = approved(record, "a rule of the author's roles");
                    events.add(approval(record, "rule", by));
                }
                return new Plan<>(List.of(records.create(record.getId(), record, lease)), events, record);
            });
        } catch (RuntimeException e) {
            store.revokeLease(lease);
            throw e;
        }
    }

    /** @throws Failure NOT_FOUND where there is none that this caller sees */
    public RequestRecord find(String id, Predicate<RequestRecord> visible) {
        return shown(stored(id, visible).value());
    }

    /** A page of those that are visible, newest first. It may have fewer than were asked for. */
    public Paging.Listing<RequestRecord> list(Paging page, Predicate<RequestRecord> visible) {
        List<RequestRecord> read = records.before(page.after(), page.size() + 1).stream()
                .map(Records.Versioned::value)
                .toList();
        Paging.Listing<RequestRecord> cut = page.cut(read, RequestRecord::getId);
        return new Paging.Listing<>(
                cut.items().stream().map(this::shown).filter(visible).toList(), cut.next());
    }

    /** Whether this party may review it. */
    public static boolean isReviewable(RequestRecord record, RequestParty party) {
        Plea plea = RequestForm.plea(record);
        return !RequestDecision.isAuthors(plea, party.name(), party.marks()) && party.mayReview(plea);
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
            Records.Versioned<RequestRecord> old = stored(id, visible);
            requireReviewable(shown(old.value()), reviewer);
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
            RequestRecord decided = decide(said, by, events);
            return new Plan<>(List.of(records.replace(old, decided)), events, decided);
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
            Records.Versioned<RequestRecord> old = stored(id, visible);
            RequestRecord request = old.value();
            requireReviewable(shown(request), reviewer);
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
            writes.add(records.replace(old, record));
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
            Records.Versioned<RequestRecord> old = stored(id, visible);
            RequestRecord now = shown(old.value());
            if (!mayDrop.test(now)) {
                throw Failure.of(
                        FailureCode.DENIED, "only its author, or who may delete requests, drops the request " + id);
            }
            if (now.getState() != State.PENDING && now.getState() != State.APPROVED) {
                throw over(now);
            }
            RequestRecord record = now.toBuilder()
                    .setState(State.DROPPED)
                    .setResolution("dropped by " + by.user())
                    .build();
            List<Store.Write> writes = new ArrayList<>(List.of(records.replace(old, record)));
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
        Instant now = clock.instant();
        RequestRecord record = stored(
                        id,
                        there -> there.getUser().equals(user)
                                && there.getCreatedSeconds() >= userCreated.getEpochSecond())
                .value();
        if (shown(record).getState() != State.APPROVED) {
            throw over(shown(record));
        }
        if (now.getEpochSecond() < record.getStartSeconds()) {
            throw Failure.of(
                    FailureCode.DENIED,
                    "the request " + id + " begins at " + Instant.ofEpochSecond(record.getStartSeconds())
                            + ": log in with it then");
        }
        return record;
    }

    /** Makes a commit conflict with every other change of this request. */
    Store.Write holding(String id) {
        return records.touch(stored(id, _ -> true));
    }

    /** Notes which are over. */
    public void upkeep() {
        String after = "";
        List<Records.Versioned<RequestRecord>> page;
        do {
            page = records.after(after, READ_AT_ONCE);
            for (Records.Versioned<RequestRecord> found : page) {
                if (found.value().getState() != State.EXPIRED
                        && shown(found.value()).getState() == State.EXPIRED) {
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
            records.find(id)
                    .filter(found ->
                            found.value().getState() != shown(found.value()).getState())
                    .ifPresent(found -> {
                        writes.add(records.replace(found, shown(found.value())));
                        events.add(new RequestEvent.Expired(
                                ledger.head(EventSubject.NONE),
                                id,
                                found.value().getUser()));
                    });
            return new Plan<>(writes, events, id);
        });
    }

    private RequestRecord decide(RequestRecord said, EventSubject by, List<AuditEvent> events) {
        return switch (RequestDecision.decide(
                RequestForm.plea(said), RequestForm.thresholds(said), RequestForm.reviews(said))) {
            case RequestOutcome.Pending _ -> said;
            case RequestOutcome.Approved(List<String> reviewers) -> {
                RequestRecord approved = approved(said, String.join(", ", reviewers));
                events.add(approval(approved, String.join(",", reviewers), by));
                yield approved;
            }
            case RequestOutcome.Denied(List<String> reviewers) -> {
                String names = String.join(", ", reviewers);
                events.add(new RequestEvent.Denied(ledger.head(by), said.getId(), said.getUser(), names));
                yield said.toBuilder()
                        .setState(State.DENIED)
                        .setResolution("denied by " + names)
                        .build();
            }
        };
    }

    /** Its time runs from the approval, or from its start where that is later. */
    private RequestRecord approved(RequestRecord record, String by) {
        long start = Math.max(record.getStartSeconds(), clock.instant().getEpochSecond());
        return record.toBuilder()
                .setState(State.APPROVED)
                .setStartSeconds(start)
                .setEndSeconds(start + record.getDurationSeconds())
                .setResolution("approved by " + by)
                .build();
    }

    private AuditEvent approval(RequestRecord approved, String by, EventSubject subject) {
        return new RequestEvent.Approved(
                ledger.head(subject),
                approved.getId(),
                approved.getUser(),
                by,
                Instant.ofEpochSecond(approved.getEndSeconds()));
    }

    /** As it is now: what is stored may not have been noted as over yet. */
    private RequestRecord shown(RequestRecord record) {
        long now = clock.instant().getEpochSecond();
        boolean undecided = record.getState() == State.PENDING && now >= record.getReviewBySeconds();
        boolean ended = record.getState() == State.APPROVED && now >= record.getEndSeconds();
        return undecided || ended
                ? record.toBuilder()
                        .setState(State.EXPIRED)
                        .setResolution(
                                undecided ? "nobody decided in time" : record.getResolution() + "; its time is over")
                        .build()
                : record;
    }

    private Records.Versioned<RequestRecord> stored(String id, Predicate<RequestRecord> visible) {
        return (Names.isId(id) ? records.find(id) : java.util.Optional.<Records.Versioned<RequestRecord>>empty())
                .filter(found -> visible.test(found.value()))
                .orElseThrow(() -> Failure.of(
                        FailureCode.NOT_FOUND,
                        "there is no request of this id: 'sally request ls' shows those that you may see"));
    }

    private void requireFew(String author) {
        long pending = records.before("", Paging.MAX_SIZE).stream()
                .map(found -> shown(found.value()))
                .filter(record -> record.getUser().equals(author) && record.getState() == State.PENDING)
                .count();
        if (pending >= MOST_PENDING) {
            throw Failure.of(
                    FailureCode.EXHAUSTED,
                    "you have " + pending + " requests that wait for a decision: drop some with 'sally request drop'");
        }
    }

    private static void requireReviewable(RequestRecord record, RequestParty reviewer) {
        Plea plea = RequestForm.plea(record);
        if (record.getUser().equals(reviewer.name())) {
            throw Failure.of(FailureCode.DENIED, "nobody reviews a request of their own");
        }
        if (RequestDecision.isAuthors(plea, reviewer.name(), reviewer.marks())) {
            throw Failure.of(
                    FailureCode.DENIED,
                    reviewer.name() + " shares a key or a second factor with the author of this request, and nobody"
                            + " reviews a request of their own");
        }
        if (!reviewer.mayReview(plea)) {
            throw Failure.of(
                    FailureCode.DENIED,
                    reviewer.name() + " may not review requests for " + String.join(", ", plea.roles())
                            + ": no role says so (allow.review_requests)");
        }
        if (record.getState() != State.PENDING) {
            throw over(record);
        }
        Names.bounded("reviews", record.getReviewsCount() + 1, MOST_REVIEWS);
    }

    private static Failure over(RequestRecord record) {
        String what = record.getState() == State.PENDING
                ? "waits for a decision"
                : "is " + record.getState().name().toLowerCase(java.util.Locale.ROOT) + " (" + record.getResolution()
                        + ")";
        return Failure.of(FailureCode.CONFLICT, "the request " + record.getId() + " " + what);
    }
}
