package dev.sallyport.audit.event;

import java.time.Instant;

/** What changes who may do what: roles, join tokens, CA keys. */
public sealed interface AuthorityEvent extends AuditEvent {

    @Catalogued(type = "role.create", code = "ROL001I", since = "0.1.0", meaning = "A role was added.")
    record RoleCreated(EventHead head, @Meaning("the role") String name) implements AuthorityEvent {}

    @Catalogued(type = "role.update", code = "ROL002I", since = "0.1.0", meaning = "A role was changed.")
    record RoleUpdated(EventHead head, @Meaning("the role") String name) implements AuthorityEvent {}

    @Catalogued(type = "role.delete", code = "ROL003I", since = "0.1.0", meaning = "A role was removed.")
    record RoleDeleted(EventHead head, @Meaning("the role") String name) implements AuthorityEvent {}

    @Catalogued(type = "token.create", code = "TOK001I", since = "0.1.0", meaning = "A join token was made.")
    record TokenCreated(
            EventHead head,

            @Meaning("public part of the token; never its secret")
            String token,

            @Meaning("what it lets join: `node`, `proxy`") String kind,
            @Meaning("when it ends") Instant expires)
            implements AuthorityEvent {}

    @Catalogued(
            type = "token.delete",
            code = "TOK002I",
            since = "0.1.0",
            meaning = "A join token was removed before its end.")
    record TokenDeleted(
            EventHead head,
            @Meaning("public part of the token") String token) implements AuthorityEvent {}

    @Catalogued(
            type = "lock.create",
            code = "LCK001I",
            since = "0.1.0",
            meaning = "A lock was made: what it hits is refused, and what of it runs is cut.")
    record LockCreated(
            EventHead head,
            @Meaning("id of the lock") String lock,

            @Meaning("what it hits: `user alice`, `login root`, `node web-1`")
            String target,

            @Meaning("when it ends; empty: when it is removed")
            String until,

            @Meaning("what whoever runs into it is told") String message)
            implements AuthorityEvent {}

    @Catalogued(type = "lock.delete", code = "LCK002I", since = "0.1.0", meaning = "A lock was removed before its end.")
    record LockDeleted(
            EventHead head,
            @Meaning("id of the lock") String lock,
            @Meaning("what it hit") String target) implements AuthorityEvent {}

    @Catalogued(type = "ca.key.created", code = "CAK001I", since = "0.1.0", meaning = "A CA got a new key.")
    record CaKeyCreated(
            EventHead head,

            @Meaning("which CA: `host`, `user`, `ssh-host`, `ssh-user`, `policy`, `routing`, `recording`")
            String authority,

            @Meaning("fingerprint of the public key, `sha256:` and hex; of `recording` the public key itself")
            String key,

            @Meaning("when it begins to sign, or to be encrypted for")
            Instant signsFrom,

            @Meaning("why: `first`, `calendar`, `asked`, `revoked`")
            String cause)
            implements AuthorityEvent {}
}
