package dev.sallyport.auth.search;

import dev.sallyport.store.Store;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.HexFormat;

/**
 * A group that is in the index's store: {@code terms/FIRST/TERM} is a row for each term, so all of a group lie together
 * and are written one after the other; {@code groups/FIRST} says that all of them are there.
 *
 * @param first number of its first event
 * @param end number after that of its last event
 * @param earliest time of an event, milliseconds
 * @param latest time of an event, milliseconds
 * @param last id of the last event, by which one sees that it is of this log; empty where that is gone
 */
record ClosedGroup(Store store, long first, long end, long earliest, long latest, String last) implements Group {

    static final String GROUPS = "groups/";
    private static final int DIGITS = 12;

    static ClosedGroup read(Store store, Store.Entry row) {
        ByteBuffer in = ByteBuffer.wrap(row.value());
        long first = HexFormat.fromHexDigitsToLong(
                row.key(), GROUPS.length(), row.key().length());
        return new ClosedGroup(
                store,
                first,
                in.getLong(),
                in.getLong(),
                in.getLong(),
                StandardCharsets.UTF_8.decode(in).toString());
    }

    /** The row that says that it is there. */
    Store.Write row() {
        byte[] id = last.getBytes(StandardCharsets.UTF_8);
        ByteBuffer out = ByteBuffer.allocate(3 * Long.BYTES + id.length);
        out.putLong(end).putLong(earliest).putLong(latest).put(id);
        return new Store.Write.Put(key(), out.array(), 0);
    }

    String key() {
        return GROUPS + HexFormat.of().toHexDigits(first, DIGITS);
    }

    /** What the keys of its terms begin with. */
    String terms() {
        return terms(first);
    }

    static String terms(long first) {
        return "terms/" + HexFormat.of().toHexDigits(first, DIGITS) + "/";
    }

    @Override
    public boolean touches(long from, long to) {
        return earliest < to && latest >= from;
    }

    @Override
    public BitSet places(String term) {
        return store.get(terms() + term).map(row -> Postings.read(row.value())).orElseGet(BitSet::new);
    }
}
