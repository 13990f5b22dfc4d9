package dev.sallyport.store;

import dev.sallyport.model.Failure;
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
 * A store in a PostgreSQL database, which one process at a time writes; others stand by until it ends. A write that
 * returned is on the server's disk: its {@code fsync} must be on, and {@code synchronous_commit} is turned on where it is
 * off. Watches live as long as the process: a new one reads anew.
 */
public final class PostgresStore implements Store {

    private final InstantSource clock;
    private final RecentChanges history = new RecentChanges();
    private final PostgresReaders readers;
    private final PostgresWriter writer;
    private final Watches watches;
    private final LeaseTimer timer;

    private PostgresStore(
            PostgresConnections connections, PostgresFailures failures, PostgresSession session, InstantSource clock) {
        this.clock = clock;
        this.watches = new Watches(new History());
        this.readers = new PostgresReaders(connections, failures, session);
        this.writer = new PostgresWriter(
                session,
                failures,
                new PostgresPartitions(connections.settings().timed()),
                history,
                connections.settings().history(),
                clock,
                watches::wake);
        this.timer = new LeaseTimer(() -> writer.run(new Mutation.ExpireLeases()));
    }

    /**
     * Connects, waits until no other process writes, and makes the tables where they are not.
     *
     * @param clock decides when leases end, and how old history is
     * @param waiting hears who writes, when that is another and this stands by: once for each
     * @throws Failure UNAVAILABLE if it cannot be used, INTERNAL if it is damaged; each names the database and what to do
     * @throws InterruptedException while it stands by
     */
    public static PostgresStore open(PostgresSettings settings, InstantSource clock, Consumer<String> waiting)
            throws InterruptedException {
        PostgresConnections connections = new PostgresConnections(settings);
        PostgresFailures failures = new PostgresFailures(settings);
        PostgresSession session = new PostgresSession(connections, failures);
        try {
            session.begin(waiting);
            PostgresStore store = new PostgresStore(connections, failures, session, clock);
            store.writer.start();
            store.timer.start();
            return store;
        } catch (SQLException refused) {
            session.close();
            throw failures.of(refused);
        } catch (RuntimeException | InterruptedException refused) {
            session.close();
            throw refused;
        }
    }

    /** Why nothing can be written now; empty while all is well. */
    public Optional<String> trouble() {
        return writer.trouble();
    }

    @Override
    public Optional<Entry> get(String key) {
        return readers.get(Keys.encode(key), clock.millis());
    }

    @Override
    public Map<String, Entry> getAll(Collection<String> keys) {
        List<byte[]> encoded =
                Bounds.keys(keys).stream().distinct().map(Keys::encode).toList();
        return readers.getAll(encoded, clock.millis()).stream().collect(Collectors.toMap(Entry::key, entry -> entry));
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

    /** Ends watches, writes what callers wait for, then lets another process write. */
    @Override
    public void close() {
        timer.close();
        watches.close();
        writer.close();
        readers.close();
    }

    private final class History implements ChangeHistory {

        @Override
        public Page after(byte[] prefix, long revision, int limit) {
            return history.after(prefix, revision, limit, writer.revision());
        }

        @Override
        public long revision() {
            return writer.revision();
        }
    }
}
