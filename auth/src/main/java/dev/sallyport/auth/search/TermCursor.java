package dev.sallyport.auth.search;

import dev.sallyport.store.Store;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;

/** Walks over the blocks that have a term, in one direction. */
final class TermCursor {

    private static final int AHEAD = 64;

    private final EventIndex index;
    private final String term;
    private final boolean upwards;
    private final Function<byte[], BitSet> reading;
    private List<Store.Entry> rows = List.of();
    private int at;
    private boolean ended;
    private int read;

    private TermCursor(EventIndex index, String term, boolean upwards, Function<byte[], BitSet> reading) {
        this.index = index;
        this.term = term;
        this.upwards = upwards;
        this.reading = reading;
    }

    static TermCursor of(EventIndex index, String term, boolean upwards) {
        return new TermCursor(index, term, upwards, Postings::read);
    }

    /** All events of blocks that may have some between these times: from inclusive, to exclusive. */
    static TermCursor within(EventIndex index, long from, long to, boolean upwards) {
        return new TermCursor(index, EventIndex.TIMES, upwards, times -> {
            ByteBuffer in = ByteBuffer.wrap(times);
            BitSet all = new BitSet(EventIndex.BLOCK);
            all.set(0, EventIndex.BLOCK, in.getLong() < to && in.getLong() >= from);
            return all;
        });
    }

    /** Goes to this block or, where it does not have the term, to the next one that has; empty at the end. */
    OptionalLong seek(long block) {
        while (true) {
            while (at < rows.size() && isBefore(EventIndex.block(rows.get(at)), block)) {
                at++;
            }
            if (at < rows.size()) {
                return OptionalLong.of(EventIndex.block(rows.get(at)));
            }
            if (ended) {
                return OptionalLong.empty();
            }
            rows = index.rows(term, block, upwards, AHEAD);
            read += rows.size();
            ended = rows.size() < AHEAD;
            at = 0;
        }
    }

    private boolean isBefore(long row, long block) {
        return upwards ? row < block : row > block;
    }

    /** Which events of the block where it stands. */
    BitSet places() {
        return reading.apply(rows.get(at).value());
    }

    /** Rows that were read so far. */
    int read() {
        return read;
    }
}
