package dev.sallyport.auth.trail;

import dev.sallyport.audit.event.FlatEvent;
import dev.sallyport.auth.access.Caller;
import dev.sallyport.auth.log.Backlog;
import dev.sallyport.auth.state.EventRecords;
import dev.sallyport.auth.state.Keyspace;
import dev.sallyport.auth.state.Ledger;
import dev.sallyport.auth.state.Names;
import dev.sallyport.auth.state.Plan;
import dev.sallyport.store.Store;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The audit trail: taking events in. */
public final class EventTrail {

    /** Most events of one delivery. */
    public static final int MAX_BATCH = 500;

    private final Store store;
    private final Ledger ledger;
    private final SessionIndex sessions;
    private final Backlog backlog;
    private final InstantSource clock;

    /** @param backlog of the log, for which deliveries wait */
    public EventTrail(Store store, Ledger ledger, SessionIndex sessions, Backlog backlog, InstantSource clock) {
        this.store = store;
        this.ledger = ledger;
        this.sessions = sessions;
        this.backlog = backlog;
        this.clock = clock;
    }

    /**
     * Stores what a machine tells, with what it means for sessions, in one commit. Events whose id is there are skipped.
     *
     * @throws dev.sallyport.model.Failure INVALID or DENIED where one of them cannot be; nothing is stored then
     * @throws InterruptedException while it waits for the log
     */
    public void emit(Caller.Known machine, List<FlatEvent> events) throws InterruptedException {
        Names.bounded("events", events.size(), MAX_BATCH);
        Map<String, FlatEvent> checked = new LinkedHashMap<>();
        for (FlatEvent event : events) {
            checked.putIfAbsent(event.id(), EventPolicy.checked(event, machine.identity(), machine.machineName()));
        }
        backlog.await(checked.size());
        ledger.write(() -> {
            Set<String> known = store.getAll(checked.keySet().stream()
                            .map(id -> Keyspace.EVENTS + id)
                            .toList())
                    .keySet();
            List<FlatEvent> fresh = checked.values().stream()
                    .filter(event -> !known.contains(Keyspace.EVENTS + event.id()))
                    .toList();
            List<Store.Write> writes = new ArrayList<>();
            fresh.forEach(event -> writes.add(EventRecords.creation(event, clock.millis())));
            writes.addAll(sessions.changes(fresh, machine.identity().user()));
            return new Plan<>(writes, List.of(), fresh.size());
        });
    }
}
