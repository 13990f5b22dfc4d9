package dev.sallyport.audit.event;

import java.time.Instant;

/** Access lists: who is on them, and who looked them through. */
public sealed interface ListEvent extends AuditEvent {

    @Catalogued(type = "list.put", code = "LST001I", since = "0.2.0", meaning = "An access list was made or changed.")
    record Put(
            EventHead head,
            @Meaning("name of the list") String list,
            @Meaning("who keeps it, with commas between") String owners,

            @Meaning("what its members have, with commas between")
            String roles)
            implements ListEvent {}

    @Catalogued(
            type = "list.delete",
            code = "LST002I",
            since = "0.2.0",
            meaning = "An access list was removed: what it gave is gone.")
    record Deleted(
            EventHead head, @Meaning("name of the list") String list) implements ListEvent {}

    @Catalogued(
            type = "list.member.put",
            code = "LST003I",
            since = "0.2.0",
            meaning = "Somebody was put on a list, or their time on it was changed.")
    record MemberPut(
            EventHead head,
            @Meaning("name of the list") String list,

            @Meaning("user, or list:NAME for all who are on another list")
            String member,

            @Meaning("until when; empty: until it is removed")
            String expires,

            @Meaning("why") String reason)
            implements ListEvent {}

    @Catalogued(
            type = "list.member.delete",
            code = "LST004I",
            since = "0.2.0",
            meaning = "Somebody was taken off a list: the logins of whoever lost roles by it ended.")
    record MemberDeleted(
            EventHead head,
            @Meaning("name of the list") String list,

            @Meaning("user, or list:NAME for all who are on another list")
            String member)
            implements ListEvent {}

    @Catalogued(
            type = "list.review",
            code = "LST005I",
            since = "0.2.0",
            meaning = "An owner looked a list through: whoever was not removed stays.")
    record Reviewed(
            EventHead head,
            @Meaning("name of the list") String list,

            @Meaning("users who were removed, with commas between")
            String removed,

            @Meaning("what the owner says of it") String note)
            implements ListEvent {}

    @Catalogued(
            type = "list.review.due",
            code = "LST006W",
            since = "0.2.0",
            meaning = "A list is to be looked through; where nobody does it stops to give roles.")
    record ReviewDue(
            EventHead head,
            @Meaning("name of the list") String list,
            @Meaning("who keeps it, with commas between") String owners,
            @Meaning("when it stops to give roles") Instant lapses)
            implements ListEvent {}
}
