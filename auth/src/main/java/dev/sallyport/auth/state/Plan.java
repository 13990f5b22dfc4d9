package dev.sallyport.auth.state;

import dev.sallyport.audit.event.AuditEvent;
import dev.sallyport.store.Store;
import java.util.List;

/**
 * What a mutation comes to: it is written as a whole or not at all.
 *
 * @param writes with conditions on everything that the decision rests on
 * @param events what the audit trail will say of it
 * @param result for the caller, once it is durable
 */
public record Plan<T>(List<Store.Write> writes, List<AuditEvent> events, T result) {

    public Plan {
        writes = List.copyOf(writes);
        events = List.copyOf(events);
    }

    /** With one event. */
    public static <T> Plan<T> of(List<Store.Write> writes, AuditEvent event, T result) {
        return new Plan<>(writes, List.of(event), result);
    }
}
