package dev.sallyport.audit.event;

/** Ports and agents forwarded through a session. */
public sealed interface ForwardEvent extends AuditEvent {

    /** Which way connections go, named as the options of {@code ssh}. A node cannot tell -D from -L unless the client says so. */
    enum Direction {
        /** {@code -L}: the node connects to the target. */
        LOCAL,
        /** {@code -R}: the node listens. */
        REMOTE,
        /** {@code -D}: as local, to targets chosen by a SOCKS client. */
        DYNAMIC
    }

    @Catalogued(
            type = "port-forward",
            code = "FWD001I",
            since = "0.1.0",
            meaning = "A forwarded connection was opened, or a listener of a remote forward.")
    record Port(
            EventHead head,
            @Meaning("`local`, `remote`, `dynamic`") Direction direction,

            @Meaning("where it goes or listens, `HOST:PORT`")
            String target)
            implements ForwardEvent {}

    @Catalogued(type = "port-forward.denied", code = "FWD001W", since = "0.1.0", meaning = "A forward was refused.")
    record PortDenied(
            EventHead head,
            @Meaning("`local`, `remote`, `dynamic`") Direction direction,

            @Meaning("where it should have gone, `HOST:PORT`")
            String target,

            @Meaning("why") String reason)
            implements ForwardEvent {}

    @Catalogued(
            type = "agent-forward",
            code = "FWD002I",
            since = "0.1.0",
            meaning = "The person's ssh-agent was made reachable in the session.")
    record Agent(EventHead head) implements ForwardEvent {}

    @Catalogued(
            type = "agent-forward.denied",
            code = "FWD002W",
            since = "0.1.0",
            meaning = "Forwarding of the ssh-agent was refused.")
    record AgentDenied(EventHead head, @Meaning("why") String reason) implements ForwardEvent {}
}
