package dev.sallyport.store;

import dev.sallyport.model.Failure;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A store in a PostgreSQL database, which one process at a time writes; others stand by until it ends. A write that
 * returned is on the server's disk: its {@code fsync} must be on, and {@code synchronous_commit} is turned on where it is
 * off. Watches live as long as the process: a new one reads anew.
 */
public final class PostgresStore extends DurableStore {

    private final RecentChanges history = new RecentChanges();
    private final PostgresReaders readers;
    private final PostgresWriter writer;

    private PostgresStore(
            PostgresConnections connections, PostgresFailures failures, PostgresSession session, InstantSource clock) {
        super(clock);
        this.readers = new PostgresReaders(connections, failures, session);
        this.writer = new PostgresWriter(
                session,
                failures,
                new PostgresPartitions(connections.settings().timed()),
                history,
                connections.settings().history(),
                clock,
                this::wakeWatches);
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
            store.start();
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
    StoreReaders readers() {
        return readers;
    }

    @Override
    StoreWriter writer() {
        return writer;
    }

    @Override
    ChangeHistory.Page changesAfter(byte[] prefix, long revision, int limit) {
        return history.after(prefix, revision, limit, writer.revision());
    }
}
