package dev.sallyport.audit.event;

import java.time.Instant;

/**
 * Something that happened and that somebody may have to answer for. One record for each kind, in groups; the
 * {@linkplain EventCatalogue catalogue} is made of them.
 */
public sealed interface AuditEvent
        permits UserEvent,
                FactorEvent,
                AccessEvent,
                AuthorityEvent,
                MachineEvent,
                SessionEvent,
                TransferEvent,
                ForwardEvent,
                RecordingEvent,
                RequestEvent,
                ListEvent,
                ConnectorEvent,
                EmitterEvent,
                TrailEvent {

    EventHead head();

    /** Unique, UUIDv7. */
    default String id() {
        return head().id();
    }

    /** When it happened. */
    default Instant time() {
        return head().time();
    }

    /** Its line in the catalogue. */
    default EventType type() {
        return EventCatalogue.typeOf(getClass());
    }
}
