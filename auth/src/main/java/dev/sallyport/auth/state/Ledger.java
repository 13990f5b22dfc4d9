package dev.sallyport.auth.state;

import dev.sallyport.audit.event.AuditEvent;
import dev.sallyport.audit.event.EventHead;
import dev.sallyport.audit.event.EventIds;
import dev.sallyport.audit.event.EventSubject;
import dev.sallyport.audit.event.FlatEvent;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.store.Store;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The one place that writes what auth decides. A mutation reads, validates and plans; the ledger commits its writes and
 * its audit events together, so that neither is ever there without the other, whenever the process dies; a plan that changes what access
 * rests on, and has no event, is refused. Where somebody else changed what the plan rests on, it is planned again from what is there
 * then, at most {@value #ATTEMPTS} times.
 */
public final class Ledger {

    private static final int ATTEMPTS = 16;

    private final Store store;
    private final EventIds ids;
    private final InstantSource clock;

    public Ledger(Store store, EventIds ids, InstantSource clock) {
        this.store = store;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Carries a mutation out.
     *
     * @param mutation reads the store and plans; is run again after a conflict, so it must do nothing else
     * @throws Failure what the mutation throws; UNAVAILABLE when the store fails or is too contended: nothing is written
     */
    public <T> T write(Supplier<Plan<T>> mutation) {
        for (int attempt = 1; ; attempt++) {
            Plan<T> plan = mutation.get();
            try {
                commit(plan);
                return plan.result();
            } catch (Failure e) {
                if (e.code() != FailureCode.CONFLICT) {
                    throw e;
                }
                if (attempt == ATTEMPTS) {
                    throw Failure.of(
                            FailureCode.UNAVAILABLE,
                            "others keep changing the same; nothing was changed, try again",
                            e);
                }
            }
        }
    }

    /** The head of an event that happens now. */
    public EventHead head(EventSubject subject) {
        return ids.head(subject);
    }

    private void commit(Plan<?> plan) {
        requireTold(plan);
        List<Store.Write> writes = new ArrayList<>(plan.writes());
        plan.events().forEach(event -> writes.add(written(event)));
        if (!writes.isEmpty()) {
            store.commit(writes);
        }
    }

    private static void requireTold(Plan<?> plan) {
        if (plan.events().isEmpty() && !plan.ofTime()) {
            plan.writes().stream()
                    .map(Store.Write::key)
                    .filter(Keyspace::isAccess)
                    .findFirst()
                    .ifPresent(key -> {
                        throw Failure.of(
                                FailureCode.INTERNAL,
                                "a change of " + key + " without a word in the audit trail: nothing was changed");
                    });
        }
    }

    private Store.Write written(AuditEvent event) {
        return EventRecords.creation(FlatEvent.of(event), clock.millis());
    }
}
