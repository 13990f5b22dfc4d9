package dev.sallyport.audit.event;

import java.util.OptionalInt;

/** SSH sessions on a node. */
public sealed interface SessionEvent extends AuditEvent {

    @Catalogued(type = "session.start", code = "SSH001I", since = "0.1.0", meaning = "A shell or a command began.")
    record Started(
            EventHead head,
            @Meaning("`shell`, `exec`, `subsystem`") String kind,

            @Meaning("command line or subsystem; empty for a shell")
            String command,

            @Meaning("whether it has a terminal") boolean terminal,
            @Meaning("whether it is recorded") boolean recorded,

            @Meaning("roles of the person, separated by commas")
            String roles)
            implements SessionEvent {}

    @Catalogued(type = "session.end", code = "SSH002I", since = "0.1.0", meaning = "A shell or a command ended.")
    record Ended(
            EventHead head,

            @Meaning("exit status; missing if a signal or a lost connection ended it")
            OptionalInt exitCode,

            @Meaning("signal that ended it, `KILL`; empty if none did")
            String exitSignal,

            @Meaning("bytes from the person") long bytesIn,
            @Meaning("bytes to the person") long bytesOut,
            @Meaning("milliseconds") long duration,

            @Meaning("`complete`, `cut-short`, `failed`, `off`")
            String recording)
            implements SessionEvent {}

    @Catalogued(
            type = "session.denied",
            code = "SSH003W",
            since = "0.1.0",
            meaning = "A session, or something asked within one, was refused.")
    record Denied(
            EventHead head,

            @Meaning("what was asked: `login`, `join`, `shell`, `exec`, `subsystem`, `terminal`")
            String action,

            @Meaning("why, naming the role or the rule") String reason)
            implements SessionEvent {}

    @Catalogued(
            type = "session.cut",
            code = "SSH005W",
            since = "0.1.0",
            meaning = "A person's connection was cut while it was in use; sessions in it end.")
    record Cut(
            EventHead head, @Meaning("why, naming the lock") String reason) implements SessionEvent {}

    @Catalogued(
            type = "session.interrupted",
            code = "SSH006W",
            since = "0.1.0",
            meaning = "Auth gave a session up whose agent is gone; what the agent still tells later counts more.")
    record Interrupted(EventHead head, @Meaning("why") String reason) implements SessionEvent {}

    @Catalogued(
            type = "session.exec",
            code = "SSH004I",
            since = "0.1.0",
            meaning = "A command that is no recorded session of its own ended.")
    record Executed(
            EventHead head,
            @Meaning("command line") String command,

            @Meaning("exit status; missing if a signal or a lost connection ended it")
            OptionalInt exitCode,

            @Meaning("signal that ended it, `KILL`; empty if none did")
            String exitSignal)
            implements SessionEvent {}

    @Catalogued(
            type = "session.join",
            code = "SSH007I",
            since = "0.1.0",
            meaning = "Somebody came into a session that runs; the user is whoever came.")
    record Joined(
            EventHead head,
            @Meaning("`observer`, `peer`, `moderator`") String mode,
            @Meaning("whose session it is") String owner)
            implements SessionEvent {}

    @Catalogued(
            type = "session.leave",
            code = "SSH008I",
            since = "0.1.0",
            meaning = "Somebody who had joined a session is gone from it.")
    record Left(
            EventHead head,
            @Meaning("`observer`, `peer`, `moderator`") String mode,
            @Meaning("whose session it is") String owner,
            @Meaning("why") String reason)
            implements SessionEvent {}

    @Catalogued(
            type = "session.pause",
            code = "SSH009W",
            since = "0.1.0",
            meaning = "A session waits for somebody who must be in it: nothing goes in or out.")
    record Paused(
            EventHead head,
            @Meaning("who is missing, naming the role") String reason) implements SessionEvent {}

    @Catalogued(
            type = "session.resume",
            code = "SSH010I",
            since = "0.1.0",
            meaning = "Whoever must be in a session is there: it begins or goes on.")
    record Resumed(EventHead head) implements SessionEvent {}

    @Catalogued(
            type = "session.terminate",
            code = "SSH011W",
            since = "0.1.0",
            meaning = "A session was ended: by a moderator, who is the user, or because nobody who must be there was.")
    record Terminated(
            EventHead head,
            @Meaning("whose session it is") String owner,
            @Meaning("why") String reason) implements SessionEvent {}
}
