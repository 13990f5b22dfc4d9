package dev.sallyport.audit.recording;

/** How a recorded session ended. */
public sealed interface RecordingEnd {

    /** The process ended by itself. */
    record Exited(int code) implements RecordingEnd {}

    /** A signal ended the process; its name without {@code SIG}. */
    record Signaled(String signal) implements RecordingEnd {}

    /** The session was over without a status: the connection was lost, or somebody cut it. */
    record Closed(String reason) implements RecordingEnd {}

    /** Whoever recorded went away. Nobody knows how the session ended. */
    record CutShort(String reason) implements RecordingEnd {}
}
