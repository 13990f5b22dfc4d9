package dev.sallyport.store;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is in the tables, read and written for many keys at a time. */
final class PostgresStock implements Stock {

    private final Statements statements;

    PostgresStock(Statements statements) {
        this.statements = statements;
    }

    @Override
    public Loaded load(Collection<byte[]> keys, Collection<Long> leases) {
        List<Known> entries = keys.isEmpty()
                ? List.of()
                : query(
                        "SELECT e.key, e.revision, e.lease FROM unnest(?) AS k JOIN entry e ON e.key = k",
                        row -> new Known(row.getBytes(1), new Space.Found(row.getLong(2), row.getLong(3))),
                        (Object) keys.toArray(byte[][]::new));
        Map<Long, Long> ttls = new HashMap<>();
        if (!leases.isEmpty()) {
            query(
                            "SELECT l.id, l.ttl FROM unnest(?) AS i JOIN lease l ON l.id = i",
                            row -> Map.entry(row.getLong(1), row.getLong(2)),
                            (Object) leases.toArray(Long[]::new))
                    .forEach(lease -> ttls.put(lease.getKey(), lease.getValue()));
        }
        return new Loaded(entries, ttls);
    }

    @Override
    public Optional<byte[]> last(byte[] prefix, byte[] before) {
        return query(
                        "SELECT key FROM entry WHERE key >= ? AND key < ? ORDER BY key DESC LIMIT 1",
                        row -> row.getBytes(1),
                        prefix,
                        before)
                .stream()
                .findFirst();
    }

    @Override
    public List<byte[]> keysOf(long lease) {
        return query("SELECT key FROM entry WHERE lease = ? AND lease <> 0", row -> row.getBytes(1), lease);
    }

    @Override
    public List<Long> leasesEndedBy(long nowMillis) {
        return query("SELECT id FROM lease WHERE deadline <= ?", row -> row.getLong(1), nowMillis);
    }

    /** When the next lease ends of those that have not by now. */
    long nextDeadline(long nowMillis) {
        return query(
                        "SELECT deadline FROM lease WHERE deadline > ? ORDER BY deadline LIMIT 1",
                        row -> row.getLong(1),
                        nowMillis)
                .stream()
                .findFirst()
                .orElse(Long.MAX_VALUE);
    }

    private <T> List<T> query(String sql, Statements.Row<T> row, @Nullable Object... values) {
        try {
            return statements.query(sql, row, values);
        } catch (SQLException broken) {
            throw new StorageBroken(broken);
        }
    }

    /** Writes what was staged. */
    void write(StagedSpace staged) throws SQLException {
        writeEntries(staged);
        writeLeases(staged);
    }

    private void writeEntries(StagedSpace staged) throws SQLException {
        List<byte[]> removed = new ArrayList<>();
        List<byte[]> keys = new ArrayList<>();
        List<byte[]> values = new ArrayList<>();
        List<Long> revisions = new ArrayList<>();
        List<Long> leases = new ArrayList<>();
        staged.entries().forEach((key, entry) -> {
            byte[] value = entry.value();
            if (value == null) {
                removed.add(key);
            } else {
                keys.add(key);
                values.add(value);
                revisions.add(entry.revision());
                leases.add(entry.lease());
            }
        });
        if (!removed.isEmpty()) {
            statements.update("DELETE FROM entry e USING unnest(?) AS k WHERE e.key = k", (Object)
                    removed.toArray(byte[][]::new));
        }
        if (!keys.isEmpty()) {
            statements.update(
                    "INSERT INTO entry (key, value, revision, lease) SELECT * FROM unnest(?, ?, ?, ?) ON CONFLICT (key)"
                            + " DO UPDATE SET value = excluded.value, revision = excluded.revision, lease = excluded.lease",
                    keys.toArray(byte[][]::new),
                    values.toArray(byte[][]::new),
                    revisions.toArray(Long[]::new),
                    leases.toArray(Long[]::new));
        }
    }

    private void writeLeases(StagedSpace staged) throws SQLException {
        for (Map.Entry<Long, Optional<StagedSpace.Lease>> lease :
                staged.leases().entrySet()) {
            if (lease.getValue().isEmpty()) {
                statements.update("DELETE FROM lease WHERE id = ?", lease.getKey());
            } else {
                StagedSpace.Lease now = lease.getValue().get();
                statements.update(
                        "INSERT INTO lease (id, ttl, deadline) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET deadline = excluded.deadline",
                        lease.getKey(),
                        now.ttlMillis(),
                        now.deadlineMillis());
            }
        }
    }
}
