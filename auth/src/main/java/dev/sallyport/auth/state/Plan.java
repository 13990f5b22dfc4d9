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
 * @param ofTime nobody decided it: {@link #ofTime}
 */
public record Plan<T>(List<Store.Write> writes, List<AuditEvent> events, T result, boolean ofTime) {

    public Plan {
        writes = List.copyOf(writes);
        events = List.copyOf(events);
    }

    public Plan(List<Store.Write> writes, List<AuditEvent> events, T result) {
        this(writes, events, result, false);
    }

    /** With one event. */
    public static <T> Plan<T> of(List<Store.Write> writes, AuditEvent event, T result) {
        return new Plan<>(writes, List.of(event), result);
    }

    /** What only time brings about, by what was decided and told before: something ended, and is put away. */
    public static <T> Plan<T> ofTime(List<Store.Write> writes, T result) {
        return new Plan<>(writes, List.of(), result, true);
    }
}
