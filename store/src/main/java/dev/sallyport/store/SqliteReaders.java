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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Reading, on connections of its own: never waits for the writer, and sees whole transactions only. */
final class SqliteReaders implements StoreReaders {

    private final SqliteFile file;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /** The last one used is the next one: its pages are still in its cache. */
    private final ArrayDeque<Statements> idle = new ArrayDeque<>();

    private int open;
    private boolean closed;

    SqliteReaders(SqliteFile file, int count) throws SQLException {
        this.file = file;
        for (; open < count; open++) {
            idle.push(new Statements(readOnly(file.connect())));
        }
    }

    private static Connection readOnly(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA query_only = ON");
        }
        return connection;
    }

    @Override
    public Optional<Entry> get(byte[] key, long nowMillis) {
        return read(statements -> LiveEntries.get(statements, key, nowMillis));
    }

    @Override
    public List<Entry> getAll(List<byte[]> keys, long nowMillis) {
        return read(statements -> {
            List<Entry> found = new ArrayList<>(keys.size());
            for (byte[] key : keys) {
                LiveEntries.get(statements, key, nowMillis).ifPresent(found::add);
            }
            return found;
        });
    }

    @Override
    public List<Entry> range(KeyRange range, boolean backwards, long nowMillis) {
        return read(statements -> LiveEntries.range(statements, range, backwards, nowMillis));
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

    private static ChangeHistory.Page page(Statements statements, byte[] prefix, long revision, int limit)
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

    private static long number(Statements statements, String sql) throws SQLException {
        return statements.query(sql, row -> row.getLong(1)).getFirst();
    }

    private static Change change(ResultSet row) throws SQLException {
        long revision = row.getLong(1);
        String key = Keys.decode(row.getBytes(2));
        byte[] value = row.getBytes(3);
        return row.wasNull() ? new Change.Deleted(key, revision) : new Change.Put(key, value, revision);
    }

    private interface Read<T> {
        T from(Statements statements) throws SQLException;
    }

    private <T> T read(Read<T> read) {
        Statements statements = borrow();
        try {
            return read.from(statements);
        } catch (SQLException broken) {
            throw SqliteFailures.of(file.path(), broken);
        } finally {
            giveBack(statements);
        }
    }

    private Statements borrow() {
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

    private void giveBack(Statements statements) {
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

    private static void close(Statements statements) {
        try {
            statements.close();
        } catch (SQLException alreadyGone) {
            // It only read: nothing is lost.
            return;
        }
    }
}
