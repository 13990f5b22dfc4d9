package dev.sallyport.store;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.store.Store.Change;
import dev.sallyport.store.Store.Entry;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Reading, on connections of its own: never waits for the writer, and sees whole transactions only. */
final class SqliteReaders implements AutoCloseable {

    private static final String LIVE =
            "SELECT e.key, e.value, e.revision FROM entry e LEFT JOIN lease l ON l.id = e.lease"
                    + " WHERE (e.lease = 0 OR l.deadline > ?) AND ";

    private final SqliteFile file;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /** The last one used is the next one: its pages are still in its cache. */
    private final ArrayDeque<SqliteStatements> idle = new ArrayDeque<>();

    private int open;
    private boolean closed;

    SqliteReaders(SqliteFile file, int count) throws SQLException {
        this.file = file;
        for (; open < count; open++) {
            idle.push(new SqliteStatements(readOnly(file.connect())));
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
            giveBack(statements);
        }
    }

    private SqliteStatements borrow() {
        lock.lock();
        try {
            while (idle.isEmpty() && !closed) {
                changed.await();
            }
            if (closed) {
                throw Failure.of(FailureCode.UNAVAILABLE, "store: it is closed");
            }
            return idle.pop();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw Failure.of(FailureCode.UNAVAILABLE, "store: interrupted while waiting to read", stopped);
        } finally {
            lock.unlock();
        }
    }

    private void giveBack(SqliteStatements statements) {
        lock.lock();
        try {
            idle.push(statements);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for those who read, then closes all connections. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
            for (; open > 0; open--) {
                while (idle.isEmpty()) {
                    changed.awaitUninterruptibly();
                }
                close(idle.pop());
            }
        } finally {
            lock.unlock();
        }
    }

    private static void close(SqliteStatements statements) {
        try {
            statements.close();
        } catch (SQLException alreadyGone) {
            // It only read: nothing is lost.
            return;
        }
    }
}
