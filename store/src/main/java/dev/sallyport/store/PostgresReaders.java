package dev.sallyport.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.store.Store.Entry;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Reading, on connections of its own: never waits for the writer, and sees whole transactions only. */
final class PostgresReaders implements StoreReaders {

    private static final long MILLIS_FOR_A_CONNECTION = 10_000;

    private final HikariDataSource pool;
    private final PostgresFailures failures;
    private final PostgresSession session;

    PostgresReaders(PostgresConnections connections, PostgresFailures failures, PostgresSession session) {
        this.failures = failures;
        this.session = session;
        HikariConfig config = new HikariConfig();
        config.setPoolName("store-readers");
        config.setJdbcUrl(connections.url());
        config.setDataSourceProperties(connections.properties());
        config.setConnectionInitSql(PostgresConnections.PREPARATION);
        config.setMaximumPoolSize(connections.settings().readers());
        config.setMinimumIdle(1);
        config.setConnectionTimeout(MILLIS_FOR_A_CONNECTION);
        config.setReadOnly(true);
        config.setInitializationFailTimeout(-1);
        this.pool = new HikariDataSource(config);
    }

    @Override
    public Optional<Entry> get(byte[] key, long nowMillis) {
        return read(statements -> LiveEntries.get(statements, key, nowMillis));
    }

    @Override
    public List<Entry> getAll(List<byte[]> keys, long nowMillis) {
        return read(statements -> LiveEntries.getAll(statements, keys.toArray(byte[][]::new), nowMillis));
    }

    @Override
    public List<Entry> range(KeyRange range, boolean backwards, long nowMillis) {
        return read(statements -> LiveEntries.range(statements, range, backwards, nowMillis));
    }

    private interface Read<T> {
        T from(Statements statements) throws SQLException;
    }

    private <T> T read(Read<T> read) {
        if (pool.isClosed()) {
            throw Failure.of(FailureCode.UNAVAILABLE, "store: it is closed");
        }
        if (session.isLost()) {
            throw session.lostFailure();
        }
        try (Connection connection = pool.getConnection()) {
            return read.from(new Statements(connection));
        } catch (SQLException broken) {
            throw failures.of(broken);
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
