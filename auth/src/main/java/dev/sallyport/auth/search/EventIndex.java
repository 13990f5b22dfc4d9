package dev.sallyport.auth.search;

import dev.sallyport.audit.event.FlatEvent;
import dev.sallyport.auth.log.LogLeaves;
import dev.sallyport.store.Store;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The index: groups of events in a store of its own, and the newest in memory, which are read from the log again after a
 * start. One thread at a time changes it; many may read meanwhile.
 */
public final class EventIndex {

    private static final String FORGOTTEN = "forgotten";
    private static final int PAGE = 1_000;

    private final Store store;
    private final int most;
    private final List<ClosedGroup> closed = new ArrayList<>();
    private OpenGroup open;
    /** For those who read: all of one moment, in the order of the log, the open one last. */
    private volatile List<Group> groups;

    /** @param store of its own; nothing else is in it */
    public EventIndex(Store store) {
        this(store, Postings.MOST);
    }

    /** @param most events of a group */
    EventIndex(Store store, int most) {
        this.store = store;
        this.most = most;
        pages(ClosedGroup.GROUPS, row -> {
            closed.add(ClosedGroup.read(store, row));
            return Optional.empty();
        });
        this.open = new OpenGroup(closed.isEmpty() ? 0 : closed.getLast().end(), most);
        this.groups = all();
    }

    private List<Group> all() {
        return Stream.<Group>concat(closed.stream(), Stream.of(open)).toList();
    }

    /** All events before this one are in it. */
    long passed() {
        return groups.getLast().end();
    }

    /** Groups from the one on that has this event, in this direction. */
    List<Group> groups(long number, boolean upwards) {
        List<Group> all = groups;
        int low = 0;
        int high = all.size() - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (all.get(middle).end() <= number) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return upwards ? all.subList(low, all.size()) : all.subList(0, low + 1).reversed();
    }

    /** Takes the next event in; empty where it is gone. */
    void add(Optional<FlatEvent> event) {
        if (open.isFull()) {
            close();
        }
        open.add(event);
    }

    /** Where that is interrupted it is written again, the same. */
    private void close() {
        ClosedGroup full = open.closed(store);
        write(open.rows());
        store.commit(List.of(full.row()));
        closed.add(full);
        goOn(full.end());
    }

    private void goOn(long first) {
        open = new OpenGroup(first, most);
        groups = all();
    }

    private void write(List<Store.Write> writes) {
        for (int from = 0; from < writes.size(); from += PAGE) {
            store.commit(writes.subList(from, Math.min(writes.size(), from + PAGE)));
        }
    }

    /** Where it has nothing yet: what is before this event is no longer there to be taken in. */
    void beginAt(long number) {
        if (closed.isEmpty() && passed() < number) {
            goOn(number);
        }
    }

    /** Whether it is of this log: one that was put back to an earlier state gives its numbers anew. */
    boolean isOf(LogLeaves log) {
        return closed.isEmpty()
                || closed.getLast().last().isEmpty()
                || log.index(closed.getLast().last()).orElse(-1)
                        == closed.getLast().end() - 1;
    }

    /** Begins anew. */
    void clear() {
        closed.clear();
        goOn(0);
        // Groups first: what is interrupted then leaves terms that nobody reads, and that are written over.
        pages(ClosedGroup.GROUPS, EventIndex::removal);
        pages("", EventIndex::removal);
    }

    /** Of events before this one it has nothing any more. */
    long forgotten() {
        return store.get(FORGOTTEN)
                .map(entry -> ByteBuffer.wrap(entry.value()).getLong())
                .orElse(0L);
    }

    /** Removes what it has of events before this one. */
    void forget(long before) {
        open.forget(before);
        closed.stream().filter(group -> group.first() < before).forEach(group -> forget(group, before));
        closed.removeIf(group -> group.end() <= before);
        groups = all();
        store.put(FORGOTTEN, ByteBuffer.allocate(Long.BYTES).putLong(before).array());
    }

    private void forget(ClosedGroup group, long before) {
        if (group.end() <= before) {
            pages(group.terms(), EventIndex::removal);
            store.commit(List.of(new Store.Write.Delete(group.key(), 0)));
            return;
        }
        int places = (int) (before - group.first());
        pages(
                group.terms(),
                row -> Postings.without(row.value(), places)
                        .<Store.Write>map(left -> new Store.Write.Put(row.key(), left, 0))
                        .or(() -> removal(row)));
    }

    private static Optional<Store.Write> removal(Store.Entry row) {
        return Optional.of(new Store.Write.Delete(row.key(), 0));
    }

    /** Goes over all rows with this prefix, and writes what comes of them. */
    private void pages(String prefix, Function<Store.Entry, Optional<Store.Write>> each) {
        List<Store.Entry> page;
        String after = "";
        do {
            page = store.range(prefix, after, PAGE);
            List<Store.Write> writes =
                    page.stream().flatMap(row -> each.apply(row).stream()).toList();
            if (!writes.isEmpty()) {
                store.commit(writes);
            }
            after = page.isEmpty() ? "" : page.getLast().key();
        } while (page.size() == PAGE);
    }
}
