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
}
