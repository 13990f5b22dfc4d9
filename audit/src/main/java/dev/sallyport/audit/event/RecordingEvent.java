package dev.sallyport.audit.event;

/** What became of a session's recording. */
public sealed interface RecordingEvent extends AuditEvent {

    @Catalogued(
            type = "session.recording.complete",
            code = "REC001I",
            since = "0.1.0",
            meaning = "A recording is stored to its end.")
    record Complete(
            EventHead head,
            @Meaning("number of chunks") long chunks,
            @Meaning("stored bytes") long bytes,

            @Meaning("SHA-256 of the last chunk, hex: it binds all before it")
            String digest)
            implements RecordingEvent {}

    @Catalogued(
            type = "session.recording.cut-short",
            code = "REC001W",
            since = "0.1.0",
            meaning =
                    "A recording is stored without the session's end: the agent went away. What was written until then is there.")
    record CutShort(
            EventHead head,
            @Meaning("number of chunks") long chunks,
            @Meaning("stored bytes") long bytes,
            @Meaning("SHA-256 of the last chunk, hex") String digest,
            @Meaning("why") String reason)
            implements RecordingEvent {}

    @Catalogued(
            type = "session.recording.failed",
            code = "REC002E",
            since = "0.1.0",
            meaning = "Recording stopped and the session went on, as its role allows: there is a gap from here.")
    record Failed(EventHead head, @Meaning("why") String reason) implements RecordingEvent {}

    @Catalogued(
            type = "recording.read",
            code = "REC003I",
            since = "0.1.0",
            meaning =
                    "Somebody read a recording: played, downloaded or exported it. Once in ten minutes for each reader and session.")
    record Read(
            EventHead head, @Meaning("whose session it is") String owner) implements RecordingEvent {}

    @Catalogued(
            type = "recording.search",
            code = "REC004I",
            since = "0.1.0",
            meaning = "Somebody searched the recordings that they may read.")
    record Searched(
            EventHead head,
            @Meaning("what was looked for") String text,

            @Meaning("whose sessions; empty for all that they may read")
            String owner)
            implements RecordingEvent {}

    @Catalogued(
            type = "recording.retire",
            code = "REC006I",
            since = "0.1.0",
            meaning = "A recording is let go, as the policy says: its session, events and comments stay.")
    record Retired(
            EventHead head, @Meaning("whose session it is") String owner) implements RecordingEvent {}

    @Catalogued(
            type = "recording.comment",
            code = "REC005I",
            since = "0.1.0",
            meaning = "Somebody wrote a comment to a moment of a session.")
    record Commented(
            EventHead head,
            @Meaning("id of the comment") String comment,

            @Meaning("the moment, milliseconds since the recording's start")
            long at)
            implements RecordingEvent {}
}
