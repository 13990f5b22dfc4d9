package dev.sallyport.store;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A store in one SQLite file (with its {@code -wal}, {@code -shm} and {@code .lock} beside it), which one process at a
 * time may have open. A write that returned survives {@code kill -9} and the loss of power.
 */
public final class SqliteStore implements Store {

    private final SqliteFile file;
    private final InstantSource clock;
    private final SqliteReaders readers;
    private final SqliteWriter writer;
    private final Watches watches;
    private final LeaseTimer timer;

    private SqliteStore(SqliteFile file, SqliteSettings settings, InstantSource clock) throws SQLException {
        this.file = file;
        this.clock = clock;
        this.watches = new Watches(new History());
        this.readers = new SqliteReaders(file, settings.readers());
        this.writer = new SqliteWriter(file, clock, settings.history(), watches::wake);
        this.timer = new LeaseTimer(() -> writer.run(new Mutation.ExpireLeases()));
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
            store.writer.start();
            store.timer.start();
            return store;
        } catch (SQLException refused) {
            file.close();
            throw SqliteFailures.of(path, refused);
        }
    }

    @Override
    public Optional<Entry> get(String key) {
        return readers.get(Keys.encode(key), clock.millis());
    }

    @Override
    public Map<String, Entry> getAll(Collection<String> keys) {
        List<byte[]> encoded = Bounds.keys(keys).stream().map(Keys::encode).toList();
        return readers.getAll(encoded, clock.millis()).stream()
                .collect(Collectors.toMap(Entry::key, entry -> entry, (one, _) -> one));
    }

    @Override
    public List<Entry> range(String prefix, String after, int limit) {
        return readers.range(KeyRange.forwards(prefix, after, limit), false, clock.millis());
    }

    @Override
    public List<Entry> rangeBackwards(String prefix, String before, int limit) {
        return readers.range(KeyRange.backwards(prefix, before, limit), true, clock.millis());
    }

    @Override
    public long commit(List<Write> writes) {
        return writer.run(Bounds.commit(writes));
    }

    @Override
    public long revision() {
        return writer.revision();
    }

    @Override
    public Watch watch(String prefix, long revision, Consumer<Change> consumer, Runnable lost) {
        return watches.start(prefix, revision, consumer, lost);
    }

    @Override
    public long grantLease(Duration ttl) {
        return writer.run(Bounds.lease(ttl));
    }

    @Override
    public void renewLease(long lease) {
        writer.run(new Mutation.RenewLease(lease));
    }

    @Override
    public void revokeLease(long lease) {
        writer.run(new Mutation.RevokeLease(lease));
    }

    /** Ends watches, writes what callers wait for, then gives the file back. */
    @Override
    public void close() {
        timer.close();
        watches.close();
        writer.close();
        readers.close();
        file.close();
    }

    private final class History implements ChangeHistory {

        @Override
        public Page after(byte[] prefix, long revision, int limit) {
            return readers.changesAfter(prefix, revision, limit);
        }

        @Override
        public long revision() {
            return writer.revision();
        }
    }
}
