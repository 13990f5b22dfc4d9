package dev.sallyport.audit.event;

import java.time.Instant;

/** Nodes and proxies: how they came in and how they stay. */
public sealed interface MachineEvent extends AuditEvent {

    @Catalogued(
            type = "node.join",
            code = "NOD001I",
            since = "0.1.0",
            meaning = "An agent joined with a token and got its first certificate.")
    record NodeJoined(
            EventHead head,
            @Meaning("public part of the token it used") String token,
            @Meaning("when its certificate ends") Instant expires)
            implements MachineEvent {}

    @Catalogued(type = "node.renew", code = "NOD002I", since = "0.1.0", meaning = "An agent renewed its certificate.")
    record NodeRenewed(
            EventHead head,
            @Meaning("when its new certificate ends") Instant expires) implements MachineEvent {}

    @Catalogued(
            type = "node.delete",
            code = "NOD003I",
            since = "0.1.0",
            meaning = "A node was removed: its certificates are worth nothing any more.")
    record NodeDeleted(EventHead head) implements MachineEvent {}

    @Catalogued(
            type = "node.update",
            code = "NOD004I",
            since = "0.1.0",
            meaning = "A node says something else of itself than before: by its labels roles choose who reaches it.")
    record NodeUpdated(
            EventHead head,

            @Meaning("labels that are new or changed, `env=prod,team=web`")
            String set,

            @Meaning("labels that are gone or were changed, as they were")
            String cleared,

            @Meaning("the agent's version") String version)
            implements MachineEvent {}

    @Catalogued(
            type = "node.join.refused",
            code = "NOD001W",
            since = "0.1.0",
            meaning = "A machine asked to join and was refused.")
    record JoinRefused(
            EventHead head,

            @Meaning("what it wanted to be: `node`, `proxy`")
            String kind,

            @Meaning("public part of the token it showed; empty if it was none of ours")
            String token,

            @Meaning("`no such token`, `used`, `expired`, `wrong type`, `bad request`")
            String reason)
            implements MachineEvent {}

    @Catalogued(
            type = "policy.refused",
            code = "POL001W",
            since = "0.1.0",
            meaning = "A node was handed a policy that it refused; it goes on with the one that it has.")
    record PolicyRefused(
            EventHead head,
            @Meaning("who handed it over: `auth`, `proxy`") String carrier,

            @Meaning("`forged`, `foreign`, `rolled-back`, `clock`, `unreadable`")
            String fault,

            @Meaning("the fault in words") String reason)
            implements MachineEvent {}

    @Catalogued(
            type = "proxy.join",
            code = "PRX001I",
            since = "0.1.0",
            meaning = "A proxy joined with a token and got its first certificate.")
    record ProxyJoined(
            EventHead head,
            @Meaning("UUID of the proxy") String proxy,
            @Meaning("name of the proxy") String proxyName,
            @Meaning("public part of the token it used") String token,
            @Meaning("when its certificate ends") Instant expires)
            implements MachineEvent {}

    @Catalogued(type = "proxy.renew", code = "PRX002I", since = "0.1.0", meaning = "A proxy renewed its certificate.")
    record ProxyRenewed(
            EventHead head,
            @Meaning("UUID of the proxy") String proxy,
            @Meaning("name of the proxy") String proxyName,
            @Meaning("when its new certificate ends") Instant expires)
            implements MachineEvent {}

    @Catalogued(
            type = "proxy.delete",
            code = "PRX003I",
            since = "0.1.0",
            meaning = "A proxy was removed: its certificates are worth nothing any more.")
    record ProxyDeleted(
            EventHead head,
            @Meaning("UUID of the proxy") String proxy,
            @Meaning("name of the proxy") String proxyName) implements MachineEvent {}
}
