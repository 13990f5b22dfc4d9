package dev.sallyport.auth.search;

import dev.sallyport.audit.event.FlatEvent;
import dev.sallyport.store.Store;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The newest events, in memory, until they are enough to be written. Safe for use by many threads. */
final class OpenGroup implements Group {

    /** Bytes of memory after which it is full, about: events with many words fill it sooner. */
    static final long MOST_BYTES = 16L << 20;

    /** What a term costs besides its characters: the map's entry, and objects. */
    private static final int TERM_BYTES = 120;

    private final long first;
    private final int most;
    private final Map<String, Postings> terms = new HashMap<>();
    private int count;
    private long bytes;
    private long earliest = Long.MAX_VALUE;
    private long latest = Long.MIN_VALUE;
    private String last = "";

    /** @param most events after which it is full */
    OpenGroup(long first, int most) {
        this.first = first;
        this.most = most;
    }

    synchronized boolean isFull() {
        return count >= most || bytes >= MOST_BYTES;
    }

    /** One that is gone keeps its place and has no terms. */
    synchronized void add(Optional<FlatEvent> event) {
        event.ifPresent(there -> {
            EventTerms.of(there).forEach(this::put);
            earliest = Math.min(earliest, there.time().toEpochMilli());
            latest = Math.max(latest, there.time().toEpochMilli());
        });
        last = event.map(FlatEvent::id).orElse("");
        count++;
    }

    private void put(String term) {
        Postings places = terms.get(term);
        if (places == null) {
            places = new Postings();
            terms.put(term, places);
            bytes += TERM_BYTES + term.length();
        }
        places.add(count);
        bytes += Short.BYTES;
    }

    /** Events before this one are past retention. */
    synchronized void forget(long before) {
        int places = Math.clamp(before - first, 0, count);
        terms.values().removeIf(each -> each.forget(places));
    }

    /** What is to be written of it, in the order of keys. */
    synchronized List<Store.Write> rows() {
        String prefix = ClosedGroup.terms(first);
        return terms.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .<Store.Write>map(term -> new Store.Write.Put(
                        prefix + term.getKey(), term.getValue().write(count), 0))
                .toList();
    }

    /** What it becomes when these rows are in the store. */
    synchronized ClosedGroup closed(Store store) {
        return new ClosedGroup(store, first, end(), earliest, latest, last);
    }

    @Override
    public long first() {
        return first;
    }

    @Override
    public synchronized long end() {
        return first + count;
    }

    @Override
    public synchronized boolean touches(long from, long to) {
        return earliest < to && latest >= from;
    }

    @Override
    public synchronized BitSet places(String term) {
        Postings places = terms.get(term);
        return places == null ? new BitSet() : places.asBits();
    }
}
