package dev.sallyport.auth.requests;

import dev.sallyport.auth.state.Keyspace;
import dev.sallyport.auth.state.Names;
import dev.sallyport.auth.state.Paging;
import dev.sallyport.auth.state.Records;
import dev.sallyport.auth.state.v1.RequestRecord;
import dev.sallyport.auth.state.v1.RequestRecord.State;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.store.Store;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/** The requests that are stored, as they are by now. */
final class RequestShelf {

    private final Records<RequestRecord> records;
    private final InstantSource clock;

    RequestShelf(Store store, InstantSource clock) {
        this.records = Records.open(store, Keyspace.REQUESTS, RequestRecord.parser());
        this.clock = clock;
    }

    /** As they are stored. */
    Records<RequestRecord> records() {
        return records;
    }

    /** As it is now: what is stored may not have been noted as over yet. */
    RequestRecord shown(RequestRecord record) {
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

    /** @throws Failure NOT_FOUND where there is none that this caller sees */
    Records.Versioned<RequestRecord> stored(String id, Predicate<RequestRecord> visible) {
        return (Names.isId(id) ? records.find(id) : Optional.<Records.Versioned<RequestRecord>>empty())
                .filter(found -> visible.test(found.value()))
                .orElseThrow(() -> Failure.of(
                        FailureCode.NOT_FOUND,
                        "there is no request of this id: 'sally request ls' shows those that you may see"));
    }

    /** A page of those that are visible, newest first. It may have fewer than were asked for. */
    Paging.Listing<RequestRecord> list(Paging page, Predicate<RequestRecord> visible) {
        List<RequestRecord> read = records.before(page.after(), page.size() + 1).stream()
                .map(Records.Versioned::value)
                .toList();
        Paging.Listing<RequestRecord> cut = page.cut(read, RequestRecord::getId);
        return new Paging.Listing<>(
                cut.items().stream().map(this::shown).filter(visible).toList(), cut.next());
    }

    /** How many of this author's, among the newest, wait for a decision. */
    long pending(String author) {
        return records.before("", Paging.MAX_SIZE).stream()
                .map(found -> shown(found.value()))
                .filter(record -> record.getUser().equals(author) && record.getState() == State.PENDING)
                .count();
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

    /** That it is no longer, or not yet, what it would have to be. */
    static Failure over(RequestRecord record) {
        String what = record.getState() == State.PENDING
                ? "waits for a decision"
                : "is " + record.getState().name().toLowerCase(Locale.ROOT) + " (" + record.getResolution() + ")";
        return Failure.of(FailureCode.CONFLICT, "the request " + record.getId() + " " + what);
    }
}
