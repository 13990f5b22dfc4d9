package dev.sallyport.audit.event;

/** Which services may write events of their own; those themselves have types that begin with {@code ext.} and are not in the catalogue. */
public sealed interface EmitterEvent extends AuditEvent {

    @Catalogued(
            type = "emitter.create",
            code = "EMT001I",
            since = "0.1.0",
            meaning = "A service was allowed to write events of its own.")
    record Created(
            EventHead head,
            @Meaning("the emitter") String name,

            @Meaning("what it may emit, `order.placed order.*`")
            String types)
            implements EmitterEvent {}

    @Catalogued(
            type = "emitter.replace",
            code = "EMT002I",
            since = "0.1.0",
            meaning = "A service got another token, and perhaps other types that it may emit.")
    record Replaced(
            EventHead head,
            @Meaning("the emitter") String name,

            @Meaning("what it may emit, `order.placed order.*`")
            String types)
            implements EmitterEvent {}

    @Catalogued(
            type = "emitter.delete",
            code = "EMT003I",
            since = "0.1.0",
            meaning = "A service may not write events any more.")
    record Deleted(EventHead head, @Meaning("the emitter") String name) implements EmitterEvent {}
}
