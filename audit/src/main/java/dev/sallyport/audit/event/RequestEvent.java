package dev.sallyport.audit.event;

import java.time.Instant;

/** Access requests: somebody asks for more than his roles for a while, others decide. */
public sealed interface RequestEvent extends AuditEvent {

    @Catalogued(type = "request.create", code = "ARQ001I", since = "0.2.0", meaning = "Somebody asked for roles.")
    record Created(
            EventHead head,
            @Meaning("id of the request") String request,
            @Meaning("asked for, with commas between") String roles,

            @Meaning("on which nodes they are to count; empty for all")
            String nodes,

            @Meaning("why, in the author's words") String reason)
            implements RequestEvent {}

    @Catalogued(type = "request.review", code = "ARQ002I", since = "0.2.0", meaning = "Somebody said yes or no.")
    record Reviewed(
            EventHead head,
            @Meaning("id of the request") String request,
            @Meaning("whose it is") String author,
            @Meaning("whether it was a yes") boolean approve,
            @Meaning("why") String reason)
            implements RequestEvent {}

    @Catalogued(
            type = "request.approve",
            code = "ARQ003I",
            since = "0.2.0",
            meaning = "Enough said yes, or a rule did: the author can log in with it.")
    record Approved(
            EventHead head,
            @Meaning("id of the request") String request,
            @Meaning("whose it is") String author,
            @Meaning("who or what approved it") String by,
            @Meaning("when it ends") Instant end)
            implements RequestEvent {}

    @Catalogued(
            type = "request.promote",
            code = "ARQ008I",
            since = "0.2.0",
            meaning = "A reviewer put the author on an access list instead.")
    record Promoted(
            EventHead head,
            @Meaning("id of the request") String request,
            @Meaning("whose it is") String author,
            @Meaning("name of the list") String list)
            implements RequestEvent {}

    @Catalogued(type = "request.deny", code = "ARQ004W", since = "0.2.0", meaning = "Enough said no.")
    record Denied(
            EventHead head,
            @Meaning("id of the request") String request,
            @Meaning("whose it is") String author,
            @Meaning("who denied it") String by)
            implements RequestEvent {}

    @Catalogued(
            type = "request.drop",
            code = "ARQ005I",
            since = "0.2.0",
            meaning = "It was taken back: what was got by it is useless.")
    record Dropped(
            EventHead head,
            @Meaning("id of the request") String request,
            @Meaning("whose it is") String author) implements RequestEvent {}

    @Catalogued(
            type = "request.expire",
            code = "ARQ006I",
            since = "0.2.0",
            meaning = "Nobody decided in time, or its time is over.")
    record Expired(
            EventHead head,
            @Meaning("id of the request") String request,
            @Meaning("whose it is") String author) implements RequestEvent {}

    @Catalogued(
            type = "request.use",
            code = "ARQ007I",
            since = "0.2.0",
            meaning = "It went into the certificates of a login.")
    record Used(
            EventHead head,
            @Meaning("id of the request") String request,
            @Meaning("roles that it adds") String roles,
            @Meaning("when the certificates end") Instant expires)
            implements RequestEvent {}
}
