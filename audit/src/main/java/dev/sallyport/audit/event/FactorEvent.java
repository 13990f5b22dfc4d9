package dev.sallyport.audit.event;

import java.time.Instant;

/** People's second factors, and what they were used for beyond a login. */
public sealed interface FactorEvent extends AuditEvent {

    @Catalogued(
            type = "user.device.added",
            code = "USR020I",
            since = "0.1.0",
            meaning = "A person added a second factor.")
    record Added(
            EventHead head,
            @Meaning("what the person calls it") String device,
            @Meaning("`totp` or `webauthn`") String kind,
            @Meaning("logs in without a password") boolean passwordless)
            implements FactorEvent {}

    @Catalogued(
            type = "user.device.removed",
            code = "USR021I",
            since = "0.1.0",
            meaning = "A second factor was taken away.")
    record Removed(
            EventHead head,
            @Meaning("whose it was") String name,
            @Meaning("what that person called it") String device,
            @Meaning("`totp` or `webauthn`") String kind)
            implements FactorEvent {}

    @Catalogued(
            type = "user.recovery.codes",
            code = "USR022I",
            since = "0.1.0",
            meaning = "A person got new recovery codes; earlier ones are useless.")
    record RecoveryCodes(
            EventHead head, @Meaning("how many") long count) implements FactorEvent {}

    @Catalogued(
            type = "user.factor.proved",
            code = "USR023I",
            since = "0.1.0",
            meaning = "A person showed a second factor for one call.")
    record Proved(
            EventHead head,

            @Meaning("the call, `sallyport.v1.UserService/RemoveUser`")
            String method,

            @Meaning("`totp`, `webauthn` or `recovery`") String factor,
            @Meaning("what the person calls the device") String device)
            implements FactorEvent {}

    @Catalogued(
            type = "user.factor.failed",
            code = "USR020W",
            since = "0.1.0",
            meaning = "A second factor for one call was wrong.")
    record Failed(
            EventHead head,
            @Meaning("the call") String method,
            @Meaning("what was wrong") String reason) implements FactorEvent {}

    @Catalogued(
            type = "user.session.certificate",
            code = "USR024I",
            since = "0.1.0",
            meaning = "A person got a certificate of a minute for one session, by a second factor.")
    record SessionCertificate(
            EventHead head,
            @Meaning("name of the one node that it opens") String target,
            @Meaning("the one Unix user") String unixUser,
            @Meaning("when it ends") Instant expires)
            implements FactorEvent {}

    @Catalogued(
            type = "user.headless.asked",
            code = "USR025I",
            since = "0.1.0",
            meaning = "Somebody asks for a login that its user is to approve elsewhere.")
    record HeadlessAsked(
            EventHead head,
            @Meaning("what both sides show of it") String code) implements FactorEvent {}

    @Catalogued(
            type = "user.headless.approved",
            code = "USR026I",
            since = "0.1.0",
            meaning = "A person approved a login elsewhere.")
    record HeadlessApproved(
            EventHead head,
            @Meaning("what both sides show of it") String code,
            @Meaning("where the login comes from") String loginFrom)
            implements FactorEvent {}
}
