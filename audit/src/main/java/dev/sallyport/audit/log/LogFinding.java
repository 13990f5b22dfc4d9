package dev.sallyport.audit.log;

/**
 * What is wrong with a log, at the first place where it is.
 *
 * @param index of the first bad entry; -1 where all of the tree is another one
 * @param source name of the {@link EntrySource} that it was found in; {@code log} for the hashes themselves
 * @param entry what stands there; empty where nothing does
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, not changed
public record LogFinding(long index, String source, Kind kind, byte[] entry, String text) {

    /** The name of the hashes. */
    public static final String LOG = "log";

    /** What happened, as far as hashes tell. */
    public enum Kind {
        /** The entry is not the one that was logged. */
        EDITED,
        /** Another entry of the log stands here. */
        REORDERED,
        /** There is no entry here, or no further ones. */
        TRUNCATED,
        /** A tile of hashes is missing or shorter than the tree. */
        HASHES_MISSING,
        /** Hashes were changed: those above say otherwise. */
        HASHES_EDITED,
        /** The tree is not the one that was signed, or not the one that was seen before. */
        FORKED,
        /** The log had more entries before. */
        ROLLED_BACK
    }

    static LogFinding of(long index, String source, Kind kind, String text) {
        return new LogFinding(index, source, kind, new byte[0], text);
    }
}
