package dev.sallyport.audit.event;

import java.time.Instant;

/** Who looked at the trail itself. */
public sealed interface TrailEvent extends AuditEvent {

    @Catalogued(
            type = "audit.read",
            code = "AUD001I",
            since = "0.1.0",
            meaning =
                    "Somebody read events. One for each page that showed any, but for pages that showed only events of this kind.")
    record EventsRead(
            EventHead head,

            @Meaning("what was looked for, `user=alice kind=session`; empty: everything")
            String query,

            @Meaning("events that were shown") long events,

            @Meaning("number in the log of the first one shown")
            long first,

            @Meaning("number in the log of the last one shown")
            long last)
            implements TrailEvent {}

    @Catalogued(
            type = "audit.verify",
            code = "AUD002I",
            since = "0.1.0",
            meaning = "Somebody fetched the log's checkpoint, with which reading the log as a whole begins.")
    record LogRead(EventHead head) implements TrailEvent {}

    @Catalogued(
            type = "audit.retire",
            code = "AUD004I",
            since = "0.1.0",
            meaning = "Old events are let go, as the policy says: of these entries the log keeps the hashes only.")
    record Retired(
            EventHead head,

            @Meaning("number in the log of the first of them")
            long first,

            @Meaning("number in the log of the last of them")
            long last,

            @Meaning("all of them were stored before") Instant before)
            implements TrailEvent {}

    @Catalogued(
            type = "audit.shred",
            code = "AUD003W",
            since = "0.1.0",
            meaning =
                    "Somebody destroyed the key of a subject: personal fields of events about it cannot be read any more.")
    record Shredded(
            EventHead head,

            @Meaning("the subject, as services name it") String subject) implements TrailEvent {}
}
