package dev.sallyport.audit.event;

/** Calls of the API that were refused. */
public sealed interface AccessEvent extends AuditEvent {

    @Catalogued(
            type = "api.denied",
            code = "API001W",
            since = "0.1.0",
            meaning =
                    "A call of the API was denied. A caller's first five in a minute are written each, the rest counted.")
    record CallDenied(
            EventHead head,

            @Meaning("the method, `sallyport.v1.UserService/AddUser`; empty where it did not come to a call")
            String method,

            @Meaning("why") String reason,

            @Meaning("denied calls of this caller before this one that have no event of their own")
            long suppressed)
            implements AccessEvent {}
}
