package dev.sallyport.auditsdk;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Where events wait for their delivery: the table {@code sallyport_outbox} in the service's own database. An event is written by
 * the service's own transaction, so it is there if and only if that committed. Safe for use by many threads.
 */
public final class Outbox {

    /** Most events that wait, unless another bound is given. */
    public static final long USUAL_BOUND = 1_000_000;

    private final Connections connections;
    private final InstantSource clock;
    private final long bound;
    private final EventIds ids = new EventIds();
    private final AtomicLong waiting = new AtomicLong();

    private Outbox(Connections connections, InstantSource clock, long bound) {
        this.connections = connections;
        this.clock = clock;
        this.bound = bound;
    }

    /** The outbox of this database; its tables are made where they are not there. */
    public static Outbox open(Connections connections) throws SQLException {
        return open(connections, InstantSource.system(), USUAL_BOUND);
    }

    /** The same with another clock, and another bound on what waits. */
    public static Outbox open(Connections connections, InstantSource clock, long bound) throws SQLException {
        Outbox outbox = new Outbox(connections, clock, bound);
        try (Connection connection = connections.open()) {
            connection.setAutoCommit(true);
            OutboxTable.create(connection);
            outbox.counted(OutboxTable.count(connection));
        }
        return outbox;
    }

    /**
     * Writes an event by the caller's transaction, which stays the caller's to commit or to roll back. Waits for nothing but the
     * database.
     *
     * @return the event's id, a UUIDv7: {@code event_id} in the log
     * @throws OutboxFull where as many wait as the bound allows: nothing is written; the service decides what that means
     */
    public String add(Connection transaction, Event event) throws SQLException {
        if (waiting.get() >= bound) {
            throw new OutboxFull(bound);
        }
        Instant now = Instant.ofEpochMilli(clock.millis());
        String id = ids.next(now).toString();
        OutboxTable.add(transaction, new OutboxTable.Waiting(id, EventText.of(id, now, event)));
        waiting.incrementAndGet();
        return id;
    }

    /** Begins to deliver to a cluster, from a thread of its own, until closed. */
    public Relay deliver(Destination destination, RelayListener listener) {
        return Relay.start(this, destination, listener);
    }

    /** How many wait, as far as is known: counted from time to time, and a transaction that rolled back is counted until then. */
    public long waiting() {
        return waiting.get();
    }

    Connections connections() {
        return connections;
    }

    void counted(long count) {
        waiting.set(count);
    }
}
