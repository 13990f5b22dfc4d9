package dev.sallyport.audit.recording;

/** How far a recording is. */
public enum RecordingState {
    /** The last chunk is not there yet. */
    RUNNING,
    /** All of it is there. */
    COMPLETE,
    /** Ended without the session's end; what was written until then is there. */
    CUT_SHORT
}
