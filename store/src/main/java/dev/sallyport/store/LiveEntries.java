package dev.sallyport.store;

import dev.sallyport.store.Store.Entry;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Entries whose lease has not ended, in the words of SQL that all databases share. */
final class LiveEntries {

    private static final String COLUMNS = "SELECT e.key, e.value, e.revision FROM ";
    private static final String LIVE =
            " WHERE (e.lease = 0 OR EXISTS (SELECT 1 FROM lease l WHERE l.id = e.lease AND l.deadline > ?))";

    private LiveEntries() {}

    static Optional<Entry> get(Statements statements, byte[] key, long nowMillis) throws SQLException {
        return statements
                .query(COLUMNS + "entry e" + LIVE + " AND e.key = ?", LiveEntries::entry, nowMillis, key)
                .stream()
                .findFirst();
    }

    /** Those of the keys that are there, in any order, where {@code keys} is an array of PostgreSQL. */
    static List<Entry> getAll(Statements statements, byte[][] keys, long nowMillis) throws SQLException {
        return statements.query(
                COLUMNS + "unnest(?) AS k JOIN entry e ON e.key = k" + LIVE, LiveEntries::entry, keys, nowMillis);
    }

    static List<Entry> range(Statements statements, KeyRange range, boolean backwards, long nowMillis)
            throws SQLException {
        if (range.isEmpty()) {
            return List.of();
        }
        String sql = COLUMNS + "entry e" + LIVE + " AND e.key " + (range.inclusive() ? ">=" : ">")
                + " ? AND e.key < ? ORDER BY e.key" + (backwards ? " DESC" : "") + " LIMIT ?";
        return statements.query(sql, LiveEntries::entry, nowMillis, range.after(), range.before(), range.limit());
    }

    private static Entry entry(ResultSet row) throws SQLException {
        return new Entry(Keys.decode(row.getBytes(1)), row.getBytes(2), row.getLong(3));
    }
}
