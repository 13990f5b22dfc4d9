package dev.sallyport.auth.trail;

import dev.sallyport.audit.event.FlatEvent;
import dev.sallyport.auth.access.Caller;
import dev.sallyport.auth.state.EventRecords;
import dev.sallyport.auth.state.Keyspace;
import dev.sallyport.auth.state.Ledger;
import dev.sallyport.auth.state.Names;
import dev.sallyport.auth.state.Paging;
import dev.sallyport.auth.state.Plan;
import dev.sallyport.store.Store;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Predicate;

/** The audit trail: taking events in, reading them. */
public final class EventTrail {

    /** Most events of one delivery. */
    public static final int MAX_BATCH = 500;

    /** Entries that one page looks at: with a filter that matches little, a page is short and the next one goes on. */
    private static final int MAX_SCANNED = 5_000;

    private static final int READ_AT_ONCE = 500;

    private final Store store;
    private final Ledger ledger;
    private final SessionIndex sessions;
    private final InstantSource clock;

    public EventTrail(Store store, Ledger ledger, SessionIndex sessions, InstantSource clock) {
        this.store = store;
        this.ledger = ledger;
        this.sessions = sessions;
        this.clock = clock;
    }

    /**
     * What is wanted of the trail.
     *
     * @param fromMillis inclusive; 0 for no bound
     * @param toMillis exclusive; {@link Long#MAX_VALUE} for no bound
     * @param user empty for all
     * @param type empty for all
     */
    public record Query(Paging page, long fromMillis, long toMillis, String user, String type, boolean oldestFirst) {}

    /** An event of the trail, and its number in the log. */
    public record Stored(FlatEvent event, OptionalLong index) {}

    /**
     * Stores what a machine tells, with what it means for sessions, in one commit. Events whose id is there are skipped.
     *
     * @throws dev.sallyport.model.Failure INVALID or DENIED where one of them cannot be; nothing is stored then
     */
    public void emit(Caller.Known machine, List<FlatEvent> events) {
        Names.bounded("events", events.size(), MAX_BATCH);
        Map<String, FlatEvent> checked = new LinkedHashMap<>();
        for (FlatEvent event : events) {
            checked.putIfAbsent(event.id(), EventPolicy.checked(event, machine.identity(), machine.machineName()));
        }
        ledger.write(() -> {
            List<FlatEvent> fresh = checked.values().stream()
                    .filter(event -> store.get(Keyspace.EVENTS + event.id()).isEmpty())
                    .toList();
            List<Store.Write> writes = new ArrayList<>();
            fresh.forEach(event -> writes.add(EventRecords.creation(event, clock.millis())));
            writes.addAll(sessions.changes(fresh, machine.identity().user()));
            return new Plan<>(writes, List.of(), fresh.size());
        });
    }

    public Paging.Listing<Stored> list(Query query) {
        Predicate<FlatEvent> wanted =
                event -> (query.user().isEmpty() || query.user().equals(event.field("user")))
                        && (query.type().isEmpty() || query.type().equals(event.type()));
        List<Stored> found = new ArrayList<>();
        String at = query.page().after().isEmpty()
                ? start(query)
                : Keyspace.EVENTS + query.page().after();
        for (int scanned = 0; scanned < MAX_SCANNED; scanned += READ_AT_ONCE) {
            List<Store.Entry> read = query.oldestFirst()
                    ? store.range(Keyspace.EVENTS, at, READ_AT_ONCE)
                    : store.rangeBackwards(Keyspace.EVENTS, at, READ_AT_ONCE);
            for (Store.Entry entry : read) {
                if (isBeyond(query, entry.key())) {
                    return new Paging.Listing<>(found, "");
                }
                at = entry.key();
                FlatEvent event = EventRecords.read(entry);
                if (wanted.test(event)) {
                    found.add(new Stored(event, EventRecords.index(entry)));
                }
                if (found.size() == query.page().size()) {
                    return new Paging.Listing<>(found, token(at));
                }
            }
            if (read.size() < READ_AT_ONCE) {
                return new Paging.Listing<>(found, "");
            }
        }
        return new Paging.Listing<>(found, token(at));
    }

    private static String start(Query query) {
        if (query.oldestFirst()) {
            return query.fromMillis() <= 0 ? "" : TimeKeys.first(query.fromMillis());
        }
        return query.toMillis() == Long.MAX_VALUE ? "" : TimeKeys.first(query.toMillis());
    }

    private static boolean isBeyond(Query query, String key) {
        return query.oldestFirst()
                ? query.toMillis() != Long.MAX_VALUE && key.compareTo(TimeKeys.first(query.toMillis())) >= 0
                : query.fromMillis() > 0 && key.compareTo(TimeKeys.first(query.fromMillis())) < 0;
    }

    private static String token(String key) {
        return Paging.token(key.substring(Keyspace.EVENTS.length()));
    }
}
