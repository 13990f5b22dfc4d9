package dev.sallyport.auth.search;

import dev.sallyport.audit.event.FlatEvent;
import dev.sallyport.store.Store;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The index, in a store of its own: {@code TERM/BLOCK} says which events of the block have the term. */
public final class EventIndex {

    /** Events of a block. */
    static final int BLOCK = 2048;

    /** Its blocks' earliest and latest times of events, milliseconds. */
    static final String TIMES = "t";

    private static final String HEAD = "head";
    private static final String FORGOTTEN = "forgotten";
    private static final int PAGE = 4_000;

    private final Store store;

    /** @param store of its own; nothing else is in it */
    public EventIndex(Store store) {
        this.store = store;
    }

    /** How many blocks it has: all before this one. */
    long blocks() {
        return store.get(HEAD)
                .map(head -> ByteBuffer.wrap(head.value()).getLong())
                .orElse(0L);
    }

    /** Takes the next block in; where that was interrupted it is written again, the same. */
    void add(long block, List<FlatEvent> events) {
        Map<String, BitSet> terms = new TreeMap<>();
        long earliest = Long.MAX_VALUE;
        long latest = Long.MIN_VALUE;
        for (int place = 0; place < events.size(); place++) {
            FlatEvent event = events.get(place);
            earliest = Math.min(earliest, event.time().toEpochMilli());
            latest = Math.max(latest, event.time().toEpochMilli());
            for (String term : EventTerms.of(event)) {
                terms.computeIfAbsent(term, _ -> new BitSet(BLOCK)).set(place);
            }
        }
        List<Store.Write> writes = new ArrayList<>();
        terms.forEach((term, places) -> put(writes, key(term, block), Postings.write(places)));
        put(
                writes,
                key(TIMES, block),
                ByteBuffer.allocate(2 * Long.BYTES)
                        .putLong(earliest)
                        .putLong(latest)
                        .array());
        put(writes, HEAD, ByteBuffer.allocate(Long.BYTES).putLong(block + 1).array());
        for (int from = 0; from < writes.size(); from += Store.MAX_WRITES) {
            store.commit(writes.subList(from, Math.min(writes.size(), from + Store.MAX_WRITES)));
        }
    }

    /** Of blocks before this one it has nothing any more. */
    long forgotten() {
        return store.get(FORGOTTEN)
                .map(entry -> ByteBuffer.wrap(entry.value()).getLong())
                .orElse(0L);
    }

    /** Removes what it has of blocks before this one: looks at every row. */
    void forget(long before) {
        List<Store.Entry> page;
        String after = "";
        do {
            page = store.range("", after, PAGE);
            List<Store.Write> gone = page.stream()
                    .filter(row -> row.key().indexOf('/') >= 0 && block(row) < before)
                    .<Store.Write>map(row -> new Store.Write.Delete(row.key(), 0))
                    .toList();
            if (!gone.isEmpty()) {
                store.commit(gone);
            }
            after = page.isEmpty() ? "" : page.getLast().key();
        } while (page.size() == PAGE);
        store.put(FORGOTTEN, ByteBuffer.allocate(Long.BYTES).putLong(before).array());
    }

    private static void put(List<Store.Write> writes, String key, byte[] value) {
        writes.add(new Store.Write.Put(key, value, 0));
    }

    /** Rows of a term from this block on, inclusive, in this direction. */
    List<Store.Entry> rows(String term, long block, boolean upwards, int limit) {
        String prefix = term + "/";
        return upwards
                ? store.range(prefix, block == 0 ? "" : key(term, block - 1), limit)
                : store.rangeBackwards(prefix, key(term, block + 1), limit);
    }

    private static String key(String term, long block) {
        return term + "/" + HexFormat.of().toHexDigits(block, 10);
    }

    static long block(Store.Entry row) {
        return HexFormat.fromHexDigitsToLong(
                row.key(), row.key().length() - 10, row.key().length());
    }
}
