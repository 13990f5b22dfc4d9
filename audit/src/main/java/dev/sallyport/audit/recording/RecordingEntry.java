package dev.sallyport.audit.recording;

/** One thing that happened in a recorded session, in the order of time. */
public sealed interface RecordingEntry {

    /** Microseconds since the recording's start. */
    long micros();

    /** Which stream bytes belong to. */
    enum Stream {
        /** What the person saw. */
        OUTPUT,
        /** What the person typed. Off by default: it holds passwords. */
        INPUT,
        /** What a command without a terminal wrote to standard error. */
        STDERR
    }

    /** Bytes as they passed; at most 64 KiB. Ends of characters and escape sequences fall anywhere. */
    @SuppressWarnings("ArrayRecordComponent") // handed over, not copied
    record Data(long micros, Stream stream, byte[] bytes) implements RecordingEntry {}

    /** The terminal has a new size. */
    record Resize(long micros, int columns, int rows) implements RecordingEntry {}

    /** The last entry. */
    record End(long micros, RecordingEnd how) implements RecordingEntry {}
}
