package dev.sallyport.audit.event;

import java.time.Instant;

/** Logins and the life of a user. */
public sealed interface UserEvent extends AuditEvent {

    @Catalogued(
            type = "user.login",
            code = "USR001I",
            since = "0.1.0",
            meaning = "A person proved who they are and got certificates.")
    record Login(
            EventHead head,

            @Meaning(
                    "how: `password+totp`, `password+webauthn`, `password+recovery`, `passwordless`, `headless`, or by which connector: `oidc:corp`, `ldap:corp+totp`")
            String method,

            @Meaning("roles in the certificates, comma-separated")
            String roles,

            @Meaning("when the certificates end") Instant expires)
            implements UserEvent {}

    @Catalogued(
            type = "user.login.failed",
            code = "USR001W",
            since = "0.1.0",
            meaning = "A login was refused. The person is never told the reason.")
    record LoginFailed(
            EventHead head,

            @Meaning(
                    "`no such user`, `password`, `second factor` and what was wrong with it, `locked`, `invite not accepted`")
            String reason)
            implements UserEvent {}

    @Catalogued(
            type = "user.login.started",
            code = "USR002I",
            since = "0.1.0",
            meaning = "A password was right; the second factor was asked for.")
    record LoginStarted(EventHead head) implements UserEvent {}

    @Catalogued(
            type = "user.login.locked",
            code = "USR002W",
            since = "0.1.0",
            meaning = "Too many failed logins locked the user for a while.")
    record Locked(
            EventHead head,
            @Meaning("failed logins in a row") long failures,
            @Meaning("when the lock ends") Instant until)
            implements UserEvent {}

    @Catalogued(type = "user.create", code = "USR010I", since = "0.1.0", meaning = "A user was added.")
    record Created(
            EventHead head,
            @Meaning("the new user") String name,
            @Meaning("its roles, comma-separated") String roles) implements UserEvent {}

    @Catalogued(
            type = "user.update",
            code = "USR014I",
            since = "0.1.0",
            meaning = "A user's roles or traits were changed.")
    record Updated(
            EventHead head,
            @Meaning("the user") String name,
            @Meaning("its roles now, comma-separated") String roles) implements UserEvent {}

    @Catalogued(type = "user.delete", code = "USR011I", since = "0.1.0", meaning = "A user was removed.")
    record Deleted(
            EventHead head, @Meaning("the removed user") String name) implements UserEvent {}

    @Catalogued(
            type = "user.reset",
            code = "USR012I",
            since = "0.1.0",
            meaning = "A user's password and second factor were dropped; a new invite is open.")
    record Reset(EventHead head, @Meaning("the user") String name) implements UserEvent {}

    @Catalogued(
            type = "user.invite.accepted",
            code = "USR013I",
            since = "0.1.0",
            meaning = "A person set password and second factor by an invite.")
    record InviteAccepted(
            EventHead head, @Meaning("the user") String name) implements UserEvent {}

    @Catalogued(
            type = "user.presence",
            code = "USR016I",
            since = "0.2.0",
            meaning = "A person showed a second factor to prove being there, in the session that is named.")
    record Present(EventHead head) implements UserEvent {}
}
