package dev.sallyport.audit.recording;

/** What a session does when it cannot be recorded. */
public enum RecordingMode {
    /** No recording, no session: every call of the writer throws from then on. */
    STRICT,
    /** The session goes on; the writer takes calls and does nothing. */
    BEST_EFFORT
}
