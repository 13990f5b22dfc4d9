package dev.sallyport.auth.search;

import dev.sallyport.audit.event.FlatEvent;
import dev.sallyport.auth.log.LogLeaves;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * Searches the log, forwards or backwards in the order in which auth stored its events: what the index has by the
 * index, the events after them one by one. A page ends where it is full, or where much was looked at: then it may have few
 * events, or none, and the next one goes on.
 */
public final class EventSearch {

    /** Events that one page looks at. */
    private static final int MOST_EVENTS = 5_000;

    private static final int LEAST_AT_ONCE = 16;
    private static final int MOST_AT_ONCE = 256;

    /** Groups of the index that one page asks. */
    private static final int MOST_GROUPS = 4_096;

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
        long indexed = query.isSelective() ? Math.min(index.passed(), count) : 0;
        boolean whole = upwards
                ? overGroups(walk, begin, indexed, true) && overLeaves(walk, Math.max(begin, indexed), count, true)
                : overLeaves(walk, begin, indexed - 1, false)
                        && overGroups(walk, Math.min(begin, indexed - 1), indexed, false);
        OptionalLong next = whole ? OptionalLong.empty() : OptionalLong.of(walk.last);
        return new Page(walk.hits, next, upwards && !whole ? walk.last : Math.max(count - 1, from.orElse(-1)));
    }

    /** @return whether it came to the end and not to a bound */
    private boolean overLeaves(Walk walk, long begin, long end, boolean upwards) {
        return leaves.walk(begin, end, upwards, walk::look);
    }

    private boolean overGroups(Walk walk, long begin, long indexed, boolean upwards) {
        if (begin < 0 || begin >= indexed) {
            return true;
        }
        int asked = 0;
        for (Group group : index.groups(begin, upwards)) {
            BitSet places = walk.query.places(group);
            keep(places, upwards ? begin : 0, upwards ? indexed : begin + 1, group.first());
            if (!overPlaces(walk, group.first(), places, upwards)) {
                return false;
            }
            if (++asked == MOST_GROUPS) {
                walk.last = upwards ? group.end() - 1 : group.first();
                return false;
            }
        }
        return true;
    }

    /** Takes out places of events that are not from {@code low} on, or not before {@code high}. */
    private static void keep(BitSet places, long low, long high, long first) {
        int length = places.length();
        places.clear(0, Math.clamp(low - first, 0, length));
        places.clear(Math.clamp(high - first, 0, length), length);
    }

    private boolean overPlaces(Walk walk, long first, BitSet places, boolean upwards) {
        List<Long> numbers = new ArrayList<>();
        int place = upwards ? places.nextSetBit(0) : places.length() - 1;
        while (place >= 0) {
            numbers.add(first + place);
            place = upwards ? places.nextSetBit(place + 1) : places.previousSetBit(place - 1);
            if (place < 0 || numbers.size() >= walk.wanted()) {
                if (!overEvents(walk, numbers)) {
                    return false;
                }
                numbers.clear();
            }
        }
        return true;
    }

    private boolean overEvents(Walk walk, List<Long> numbers) {
        List<Optional<FlatEvent>> events = leaves.events(numbers);
        for (int i = 0; i < numbers.size(); i++) {
            if (!walk.look(numbers.get(i), events.get(i))) {
                return false;
            }
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

        /** How many events to read at once: most of what the index names is found. */
        int wanted() {
            return Math.clamp(size - hits.size(), LEAST_AT_ONCE, MOST_AT_ONCE);
        }

        /** @return whether to go on */
        boolean look(long number, Optional<FlatEvent> event) {
            last = number;
            event.filter(query::matches).filter(visible).ifPresent(match -> hits.add(new Hit(match, number)));
            return hits.size() < size && ++looked < MOST_EVENTS;
        }
    }
}
