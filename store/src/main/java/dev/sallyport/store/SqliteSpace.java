package dev.sallyport.store;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The transaction that the writer has open. */
final class SqliteSpace implements Space {

    private static final String CHANGE = "INSERT INTO history (revision, key, value, at) VALUES (?, ?, ?, ?)";

    private final Statements statements;
    private long revision;
    private long nowMillis;

    SqliteSpace(Statements statements) {
        this.statements = statements;
    }

    /** Goes on from what is stored. */
    void begin(long storedRevision, long now) {
        revision = storedRevision;
        nowMillis = now;
    }

    /** Takes back the revisions given out since. */
    void backTo(long earlier) {
        revision = earlier;
    }

    @Override
    public Optional<Found> find(byte[] key) {
        return first(query(
                "SELECT revision, lease FROM entry WHERE key = ?",
                row -> new Found(row.getLong(1), row.getLong(2)),
                key));
    }

    @Override
    public Optional<byte[]> last(byte[] prefix) {
        return first(query(
                "SELECT key FROM entry WHERE key >= ? AND key < ? ORDER BY key DESC LIMIT 1",
                row -> row.getBytes(1),
                prefix,
                Keys.endOf(prefix)));
    }

    @Override
    public void put(byte[] key, byte[] value, long at, long lease) {
        update(
                "INSERT INTO entry (key, value, revision, lease) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT (key) DO UPDATE SET value = excluded.value, revision = excluded.revision, lease = excluded.lease",
                key,
                value,
                at,
                lease);
        update(CHANGE, at, key, value, nowMillis);
    }

    @Override
    public void remove(byte[] key, long at) {
        update("DELETE FROM entry WHERE key = ?", (Object) key);
        update(CHANGE, at, key, null, nowMillis);
    }

    @Override
    public long nextRevision() {
        return ++revision;
    }

    @Override
    public long revision() {
        return revision;
    }

    @Override
    public long addLease(long ttlMillis, long deadlineMillis) {
        update("INSERT INTO lease (ttl, deadline) VALUES (?, ?)", ttlMillis, deadlineMillis);
        return query("SELECT last_insert_rowid()", row -> row.getLong(1)).getFirst();
    }

    @Override
    public Optional<Long> leaseTtl(long lease) {
        return first(query("SELECT ttl FROM lease WHERE id = ?", row -> row.getLong(1), lease));
    }

    @Override
    public void moveDeadline(long lease, long deadlineMillis) {
        update("UPDATE lease SET deadline = ? WHERE id = ?", deadlineMillis, lease);
    }

    @Override
    public void removeLease(long lease) {
        update("DELETE FROM lease WHERE id = ?", lease);
    }

    @Override
    public List<byte[]> keysOf(long lease) {
        return query(
                "SELECT key FROM entry WHERE lease = ? AND lease <> 0 ORDER BY key", row -> row.getBytes(1), lease);
    }

    @Override
    public List<Long> leasesEndedBy(long now) {
        return query("SELECT id FROM lease WHERE deadline <= ? ORDER BY id", row -> row.getLong(1), now);
    }

    private static <T> Optional<T> first(List<T> rows) {
        return rows.isEmpty() ? Optional.empty() : Optional.of(rows.getFirst());
    }

    private <T> List<T> query(String sql, Statements.Row<T> row, Object... values) {
        try {
            return statements.query(sql, row, values);
        } catch (SQLException broken) {
            throw new StorageBroken(broken);
        }
    }

    private void update(String sql, @org.jspecify.annotations.Nullable Object... values) {
        try {
            statements.update(sql, values);
        } catch (SQLException broken) {
            throw new StorageBroken(broken);
        }
    }
}
