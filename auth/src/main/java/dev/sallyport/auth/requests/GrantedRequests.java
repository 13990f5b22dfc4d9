package dev.sallyport.auth.requests;

import dev.sallyport.audit.event.AuditEvent;
import dev.sallyport.audit.event.EventSubject;
import dev.sallyport.audit.event.RequestEvent;
import dev.sallyport.auth.state.Ledger;
import dev.sallyport.auth.state.Names;
import dev.sallyport.auth.state.v1.RequestRecord;
import dev.sallyport.model.Failure;
import dev.sallyport.model.access.Identity;
import dev.sallyport.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Approved requests that go into one login. */
public final class GrantedRequests {

    private static final int MOST = 8;

    private final RequestBook book;
    private final List<RequestRecord> records;

    private GrantedRequests(RequestBook book, List<RequestRecord> records) {
        this.book = book;
        this.records = List.copyOf(records);
    }

    /**
     * Those of these ids.
     *
     * @param created of the user: what an earlier one of the same name was granted does not count
     * @throws Failure NOT_FOUND where one is not the user's, CONFLICT where one is not approved or over, DENIED where one
     *     has not begun
     */
    public static GrantedRequests of(RequestBook book, List<String> ids, String user, Instant created) {
        Names.bounded("requests", ids.size(), MOST);
        return new GrantedRequests(
                book,
                ids.stream()
                        .distinct()
                        .map(id -> book.usable(id, user, created))
                        .toList());
    }

    /** As the identity says it. */
    public List<Identity.Extra> extras() {
        return records.stream()
                .map(record -> new Identity.Extra(
                        record.getId(),
                        record.getRolesList(),
                        record.getNodesList().stream()
                                .map(RequestRecord.Node::getId)
                                .toList()))
                .toList();
    }

    /** This time, cut to the first end of a request. */
    public Duration cut(Duration ttl, Instant now) {
        return records.stream()
                .map(record -> Duration.between(now, Instant.ofEpochSecond(record.getEndSeconds())))
                .reduce(ttl, (one, other) -> one.compareTo(other) <= 0 ? one : other);
    }

    /** Writes that make the login fail where one is dropped meanwhile. */
    public List<Store.Write> holding() {
        return records.stream().map(record -> book.holding(record.getId())).toList();
    }

    public List<AuditEvent> events(Ledger ledger, EventSubject subject, Instant end) {
        return records.stream()
                .<AuditEvent>map(record -> new RequestEvent.Used(
                        ledger.head(subject), record.getId(), String.join(",", record.getRolesList()), end))
                .toList();
    }
}
