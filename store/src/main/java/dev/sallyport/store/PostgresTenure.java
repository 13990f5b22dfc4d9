package dev.sallyport.store;

import java.sql.SQLException;
import java.util.List;

/**
 * The right to write, which one process at a time has.
 *
 * <p>It is an advisory lock of the very session in which all commits are made: while that lives nobody else has it, and
 * where it ended nothing can be committed. Where something stands between that shares sessions among clients a lock
 * proves less; so whoever takes it also counts up an epoch, and each commit changes the row that holds it under the
 * condition that it is still the own one.
 */
final class PostgresTenure {

    /** "SLPT"; the second half of the lock is the schema. */
    private static final int LOCKS = 0x534C5054;

    private static final String KEY = "hashtext(current_setting('search_path'))";
    private static final String HELD = "l.locktype = 'advisory' AND l.granted AND l.objsubid = 2"
            + " AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())"
            + " AND l.classid::int8 = ? AND l.objid::int8 = (KEY::int8 & 4294967295)".replace("KEY", KEY);

    /** What is stored about the whole. */
    record State(long revision, long lastLease, long epoch) {}

    /** Does not wait. @return whether this session has it now */
    boolean take(Statements statements) throws SQLException {
        return statements
                .query("SELECT pg_try_advisory_lock(?, " + KEY + ")", row -> row.getBoolean(1), LOCKS)
                .getFirst();
    }

    /** Who has it, for a person; empty if that just ended. */
    List<String> holders(Statements statements) throws SQLException {
        return statements.query(
                "SELECT a.application_name || ', user ' || a.usename || ', from ' || coalesce(host(a.client_addr), 'a local socket')"
                        + " || ', since ' || to_char(a.backend_start AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')"
                        + " FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid WHERE " + HELD,
                row -> row.getString(1),
                LOCKS);
    }

    /** Ends the session that held it for us before: the server may not have noticed yet that its other end is gone. */
    void end(Statements statements, int backend) throws SQLException {
        statements.query(
                "SELECT pg_terminate_backend(l.pid) FROM pg_locks l WHERE " + HELD + " AND l.pid = ?",
                row -> row.getBoolean(1),
                LOCKS,
                backend);
    }

    /** Nobody who had it before can commit from here on. @return the epoch */
    long begin(Statements statements) throws SQLException {
        return statements
                .query("UPDATE state SET epoch = epoch + 1 RETURNING epoch", row -> row.getLong(1))
                .getFirst();
    }

    State state(Statements statements) throws SQLException {
        return statements
                .query(
                        "SELECT revision, lease, epoch FROM state",
                        row -> new State(row.getLong(1), row.getLong(2), row.getLong(3)))
                .getFirst();
    }

    /** Moves on, in the transaction that is open. @return false if it is no longer ours */
    boolean advance(Statements statements, State from, State to) throws SQLException {
        return statements.update(
                        "UPDATE state SET revision = ?, lease = ? WHERE epoch = ? AND revision = ?",
                        to.revision(),
                        to.lastLease(),
                        from.epoch(),
                        from.revision())
                == 1;
    }
}
