package dev.sallyport.store;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.store.Store.Change;
import dev.sallyport.store.Store.Entry;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** Reading, on connections of its own: never waits for the writer, and sees whole transactions only. */
final class SqliteReaders implements AutoCloseable {

    private static final String LIVE =
            "SELECT e.key, e.value, e.revision FROM entry e LEFT JOIN lease l ON l.id = e.lease"
                    + " WHERE (e.lease = 0 OR l.deadline > ?) AND ";

    private final SqliteFile file;
    private final BlockingQueue<SqliteStatements> idle;
    private final int count;
    private volatile boolean closed;

    SqliteReaders(SqliteFile file, int count) throws SQLException {
        this.file = file;
        this.count = count;
        this.idle = new ArrayBlockingQueue<>(count);
        for (int i = 0; i < count; i++) {
            idle.add(new SqliteStatements(readOnly(file.connect())));
        }
    }

    private static Connection readOnly(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA query_only = ON");
        }
        return connection;
    }

    Optional<Entry> get(byte[] key, long nowMillis) {
        List<Entry> found =
                read(statements -> statements.query(LIVE + "e.key = ?", SqliteReaders::entry, nowMillis, key));
        return found.stream().findFirst();
    }

    List<Entry> range(KeyRange range, boolean backwards, long nowMillis) {
        if (range.isEmpty()) {
            return List.of();
        }
        String sql = LIVE + (range.inclusive() ? "e.key >= ?" : "e.key > ?") + " AND e.key < ? ORDER BY e.key"
                + (backwards ? " DESC" : "") + " LIMIT ?";
        return read(statements ->
                statements.query(sql, SqliteReaders::entry, nowMillis, range.after(), range.before(), range.limit()));
    }

    /** See {@link ChangeHistory#after}. */
    ChangeHistory.Page changesAfter(byte[] prefix, long revision, int limit) {
        return read(statements -> {
            statements.execute("BEGIN");
            try {
                return page(statements, prefix, revision, limit);
            } finally {
                statements.execute("COMMIT");
            }
        });
    }

    private static ChangeHistory.Page page(SqliteStatements statements, byte[] prefix, long revision, int limit)
            throws SQLException {
        long forgotten = number(statements, "SELECT forgotten FROM state");
        long last = number(statements, "SELECT revision FROM state");
        if (revision < forgotten) {
            return new ChangeHistory.Page(List.of(), revision, true);
        }
        List<Change> changes = statements.query(
                "SELECT revision, key, value FROM history WHERE revision > ? AND key >= ? AND key < ? ORDER BY revision LIMIT ?",
                SqliteReaders::change,
                revision,
                prefix,
                Keys.endOf(prefix),
                limit);
        long through = changes.size() == limit ? changes.getLast().revision() : Math.max(last, revision);
        return new ChangeHistory.Page(changes, through, false);
    }

    private static long number(SqliteStatements statements, String sql) throws SQLException {
        return statements.query(sql, row -> row.getLong(1)).getFirst();
    }

    private static Entry entry(ResultSet row) throws SQLException {
        return new Entry(Keys.decode(row.getBytes(1)), row.getBytes(2), row.getLong(3));
    }

    private static Change change(ResultSet row) throws SQLException {
        long revision = row.getLong(1);
        String key = Keys.decode(row.getBytes(2));
        byte[] value = row.getBytes(3);
        return row.wasNull() ? new Change.Deleted(key, revision) : new Change.Put(key, value, revision);
    }

    private interface Read<T> {
        T from(SqliteStatements statements) throws SQLException;
    }

    private <T> T read(Read<T> read) {
        SqliteStatements statements = borrow();
        try {
            return read.from(statements);
        } catch (SQLException broken) {
            throw SqliteFailures.of(file.path(), broken);
        } finally {
            idle.add(statements);
        }
    }

    private SqliteStatements borrow() {
        try {
            SqliteStatements statements = idle.take();
            if (closed) {
                idle.add(statements);
                throw Failure.of(FailureCode.UNAVAILABLE, "store: it is closed");
            }
            return statements;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw Failure.of(FailureCode.UNAVAILABLE, "store: interrupted while waiting to read", stopped);
        }
    }

    /** Waits for readers to finish. */
    @Override
    public void close() {
        closed = true;
        for (int i = 0; i < count; i++) {
            closeOne();
        }
    }

    private void closeOne() {
        try {
            idle.take().close();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (SQLException alreadyGone) {
            return;
        }
    }
}
