package dev.sallyport.store;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;

/**
 * A store in one SQLite file (with its {@code -wal}, {@code -shm} and {@code .lock} beside it), which one process at a
 * time may have open. A write that returned survives {@code kill -9} and the loss of power.
 */
public final class SqliteStore extends DurableStore {

    private final SqliteFile file;
    private final SqliteReaders readers;
    private final SqliteWriter writer;

    private SqliteStore(SqliteFile file, SqliteSettings settings, InstantSource clock) throws SQLException {
        super(clock);
        this.file = file;
        this.readers = new SqliteReaders(file, settings.readers());
        this.writer = new SqliteWriter(file, clock, settings.history(), this::wakeWatches);
    }

    /** With {@link SqliteSettings#DEFAULT}. */
    public static SqliteStore open(Path path, InstantSource clock) {
        return open(path, SqliteSettings.DEFAULT, clock);
    }

    /**
     * Opens the file; makes it where it is not (its directory must be there). Files up to 1 GiB are checked whole.
     *
     * @param clock decides when leases end, and how old history is
     * @throws dev.sallyport.model.Failure INTERNAL if it is damaged, CONFLICT if another process has it, UNAVAILABLE if it cannot be
     *     used; each names the file and what to do
     */
    public static SqliteStore open(Path path, SqliteSettings settings, InstantSource clock) {
        SqliteFile file = SqliteFile.open(path, settings.maxBytes());
        try {
            SqliteStore store = new SqliteStore(file, settings, clock);
            store.start();
            return store;
        } catch (SQLException refused) {
            file.close();
            throw SqliteFailures.of(path, refused);
        }
    }

    @Override
    StoreReaders readers() {
        return readers;
    }

    @Override
    StoreWriter writer() {
        return writer;
    }

    @Override
    ChangeHistory.Page changesAfter(byte[] prefix, long revision, int limit) {
        return readers.changesAfter(prefix, revision, limit);
    }

    /** Then gives the file back. */
    @Override
    public void close() {
        super.close();
        file.close();
    }
}
