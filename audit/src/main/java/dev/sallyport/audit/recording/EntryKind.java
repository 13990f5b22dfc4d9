package dev.sallyport.audit.recording;

/** The byte that tells what an entry is. */
final class EntryKind {

    static final int HEADER = 1;
    static final int OUTPUT = 2;
    static final int INPUT = 3;
    static final int STDERR = 4;
    static final int RESIZE = 5;
    static final int END = 6;

    /** Bytes after {@link #END}. */
    static final int EXITED = 1;

    static final int SIGNALED = 2;
    static final int CLOSED = 3;
    static final int CUT_SHORT = 4;

    private EntryKind() {}
}
