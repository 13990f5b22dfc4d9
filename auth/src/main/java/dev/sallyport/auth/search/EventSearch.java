package dev.sallyport.auth.search;

import dev.sallyport.audit.event.FlatEvent;
import dev.sallyport.auth.log.LogLeaves;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongPredicate;
import java.util.function.Predicate;

/**
 * Searches the log, forwards or backwards in the order in which auth stored its events: the blocks that the index has by the
 * index, the events after them one by one. A page ends where it is full, or where much was looked at: then it may have few
 * events, or none, and the next one goes on.
 */
public final class EventSearch {

    /** Events that one page looks at. */
    private static final int MOST_EVENTS = 5_000;

    /** Rows of the index that one page reads. */
    private static final int MOST_ROWS = 60_000;

    private final LogLeaves leaves;
    private final EventIndex index;

    public EventSearch(LogLeaves leaves, EventIndex index) {
        this.leaves = leaves;
        this.index = index;
    }

    /** An event, and its number in the log. */
    public record Hit(FlatEvent event, long index) {}

    /**
     * A page.
     *
     * @param next where the next one begins; empty at the end
     * @param end forwards from here there is only what this page did not look at, or what came later
     */
    public record Page(List<Hit> hits, OptionalLong next, long end) {}

    /**
     * Events that match, at most so many.
     *
     * @param from the number after which to begin, or before which; empty for the first, or the last
     * @param visible whether the reader may see it
     */
    public Page find(EventQuery query, int size, OptionalLong from, boolean upwards, Predicate<FlatEvent> visible) {
        long count = leaves.count();
        long begin = upwards ? from.orElse(-1) + 1 : Math.min(from.orElse(count), count) - 1;
        Walk walk = new Walk(query, size, visible);
        long indexed = query.isSelective() ? Math.min(index.blocks() * EventIndex.BLOCK, count) : 0;
        boolean whole = upwards
                ? overBlocks(walk, begin, indexed, true) && overLeaves(walk, Math.max(begin, indexed), count, true)
                : overLeaves(walk, begin, indexed - 1, false)
                        && overBlocks(walk, Math.min(begin, indexed - 1), indexed, false);
        OptionalLong next = whole ? OptionalLong.empty() : OptionalLong.of(walk.last);
        return new Page(walk.hits, next, upwards && !whole ? walk.last : Math.max(count - 1, from.orElse(-1)));
    }

    /** @return whether it came to the end and not to a bound */
    private boolean overLeaves(Walk walk, long begin, long end, boolean upwards) {
        return leaves.walk(begin, end, upwards, walk::look);
    }

    private boolean overBlocks(Walk walk, long begin, long indexed, boolean upwards) {
        if (begin < 0 || begin >= indexed) {
            return true;
        }
        List<TermCursor> cursors = walk.query.cursors(index, upwards);
        long block = begin / EventIndex.BLOCK;
        while (true) {
            OptionalLong found = common(cursors, block);
            if (found.isEmpty() || found.getAsLong() * EventIndex.BLOCK >= indexed) {
                return true;
            }
            block = found.getAsLong();
            long first = block * EventIndex.BLOCK;
            LongPredicate ahead = upwards ? number -> number >= begin : number -> number <= begin;
            if (!overPlaces(walk, first, places(cursors), ahead, upwards)) {
                return false;
            }
            block += upwards ? 1 : -1;
            if (block < 0) {
                return true;
            }
            if (cursors.stream().mapToInt(TermCursor::read).sum() > MOST_ROWS) {
                walk.last = upwards ? block * EventIndex.BLOCK - 1 : (block + 1) * EventIndex.BLOCK;
                return false;
            }
        }
    }

    /** The next block that all have. */
    private static OptionalLong common(List<TermCursor> cursors, long from) {
        long block = from;
        for (int agreed = 0, i = 0; agreed < cursors.size(); i = (i + 1) % cursors.size()) {
            OptionalLong at = cursors.get(i).seek(block);
            if (at.isEmpty()) {
                return at;
            }
            agreed = at.getAsLong() == block ? agreed + 1 : 1;
            block = at.getAsLong();
        }
        return OptionalLong.of(block);
    }

    private static BitSet places(List<TermCursor> cursors) {
        BitSet places = cursors.getFirst().places();
        cursors.stream().skip(1).forEach(cursor -> places.and(cursor.places()));
        return places;
    }

    private boolean overPlaces(Walk walk, long first, BitSet places, LongPredicate ahead, boolean upwards) {
        int place = upwards ? places.nextSetBit(0) : places.previousSetBit(EventIndex.BLOCK - 1);
        while (place >= 0) {
            long number = first + place;
            if (ahead.test(number) && !walk.look(number, leaves.event(number))) {
                return false;
            }
            place = upwards ? places.nextSetBit(place + 1) : places.previousSetBit(place - 1);
        }
        return true;
    }

    /** What one page found, and how far it came. */
    private static final class Walk {

        private final EventQuery query;
        private final int size;
        private final Predicate<FlatEvent> visible;
        private final List<Hit> hits = new ArrayList<>();
        private int looked;
        private long last = -1;

        Walk(EventQuery query, int size, Predicate<FlatEvent> visible) {
            this.query = query;
            this.size = size;
            this.visible = visible;
        }

        /** @return whether to go on */
        boolean look(long number, Optional<FlatEvent> event) {
            last = number;
            event.filter(query::matches).filter(visible).ifPresent(match -> hits.add(new Hit(match, number)));
            return hits.size() < size && ++looked < MOST_EVENTS;
        }
    }
}
