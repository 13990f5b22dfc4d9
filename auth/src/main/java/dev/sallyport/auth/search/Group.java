package dev.sallyport.auth.search;

import java.util.BitSet;

/** Events of the log that follow each other, and which of them have a term. */
sealed interface Group permits ClosedGroup, OpenGroup {

    /** The number of its first event. */
    long first();

    /** The number after that of its last event. */
    long end();

    /** Whether some of its events may be of this time, milliseconds: from inclusive, to exclusive. */
    boolean touches(long from, long to);

    /** Which events have the term, counted from the first; a set of the caller's own. */
    BitSet places(String term);
}
