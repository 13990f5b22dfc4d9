package dev.sallyport.store;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The writer's connection and its right to write, got again after the connection broke if nobody else had it meanwhile. */
final class PostgresSession implements AutoCloseable {

    private static final Duration STANDBY_PAUSE = Duration.ofMillis(500);

    private final PostgresConnections connections;
    private final PostgresFailures failures;
    private final PostgresSchema schema;
    private final PostgresTenure tenure = new PostgresTenure();

    private @Nullable Connection connection;
    private @Nullable Statements statements;
    private PostgresTenure.State state = new PostgresTenure.State(0, 0, 0);
    private int backend;
    private volatile boolean lost;

    PostgresSession(PostgresConnections connections, PostgresFailures failures) {
        this.connections = connections;
        this.failures = failures;
        this.schema = new PostgresSchema(connections.settings(), failures);
    }

    /** Whether another process writes now: for good, since what this one knows is no longer so. */
    boolean isLost() {
        return lost;
    }

    Failure lostFailure() {
        return failures.refused(
                "is written by another auth, which took over when this one's connection ended",
                "start this process again: it stands by then");
    }

    /**
     * Waits until it may write.
     *
     * @param waiting hears who has the right, once for each
     */
    void begin(Consumer<String> waiting) throws SQLException, InterruptedException {
        connect();
        String said = "";
        while (!take()) {
            String who = String.join("; ", tenure.holders(live()));
            live().execute("ROLLBACK");
            if (!who.isEmpty() && !who.equals(said)) {
                waiting.accept(who);
                said = who;
            }
            Thread.sleep(STANDBY_PAUSE);
        }
        schema.prepare(live());
        tenure.begin(live());
        state = tenure.state(live());
        commit();
    }

    private boolean take() throws SQLException {
        boolean taken = tenure.take(live());
        commit();
        return taken;
    }

    private void connect() throws SQLException {
        Connection opened = connections.open();
        connection = opened;
        statements = new Statements(opened);
        schema.requireServer(live());
        backend = live().query("SELECT pg_backend_pid()", row -> row.getInt(1)).getFirst();
        commit();
    }

    /**
     * The connection, which has the right to write; made anew if it broke.
     *
     * @throws Failure UNAVAILABLE if the right is another's now, or cannot be had yet
     */
    Statements statements() throws SQLException {
        if (lost) {
            throw lostFailure();
        }
        if (statements == null) {
            takeAgain();
        }
        return live();
    }

    private void takeAgain() throws SQLException {
        int before = backend;
        connect();
        if (!take()) {
            tenure.end(live(), before);
            commit();
            if (!take()) {
                drop();
                throw Failure.of(
                        FailureCode.UNAVAILABLE,
                        connections.settings().place()
                                + " was reached again, but the right to write there is not free. Nothing was written. Next: wait; this tries again");
            }
        }
        readAgain();
    }

    /** What is stored now: after a failure it is open what of the last transaction is there. */
    private void readAgain() throws SQLException {
        PostgresTenure.State now = tenure.state(live());
        commit();
        if (now.epoch() != state.epoch()) {
            lose();
            throw lostFailure();
        }
        state = now;
    }

    private void lose() {
        lost = true;
        drop();
    }

    PostgresTenure.State state() {
        return state;
    }

    /** Commits what the transaction did, if the right to is still ours; a {@code to} without change proves that alone. */
    void commit(long revision, long lastLease) throws SQLException {
        PostgresTenure.State to = new PostgresTenure.State(revision, lastLease, state.epoch());
        boolean ours = to.equals(state) ? tenure.state(live()).equals(state) : tenure.advance(live(), state, to);
        if (!ours) {
            lose();
            throw lostFailure();
        }
        commit();
        state = to;
    }

    void commit() throws SQLException {
        if (connection != null) {
            connection.commit();
        }
    }

    /** After a failure: goes back to what is stored, on the same connection if it lives. */
    Optional<Failure> recover(SQLException cause) {
        try {
            if (connection == null || PostgresFailures.isConnectionGone(cause)) {
                drop();
                return Optional.empty();
            }
            connection.rollback();
            readAgain();
            return Optional.empty();
        } catch (SQLException gone) {
            drop();
            return Optional.empty();
        } catch (Failure taken) {
            return Optional.of(taken);
        }
    }

    private Statements live() throws SQLException {
        Statements now = statements;
        if (now == null) {
            throw new SQLException("not connected", "08003");
        }
        return now;
    }

    void drop() {
        Connection old = connection;
        connection = null;
        statements = null;
        if (old != null) {
            try {
                old.close();
            } catch (SQLException gone) {
                // It is: that is why it is dropped.
                return;
            }
        }
    }

    @Override
    public void close() {
        drop();
    }
}
