package dev.sallyport.store;

import java.sql.SQLException;
import java.util.List;

/** Forgets old history, in the writer's transactions: now and then, so that it costs little. */
final class SqliteCompaction {

    private static final long EVERY_MILLIS = 60_000;

    private final Statements statements;
    private final HistoryLimits limits;
    private final long everyChanges;
    private long lastRevision;
    private long lastMillis;

    SqliteCompaction(Statements statements, HistoryLimits limits) {
        this.statements = statements;
        this.limits = limits;
        this.everyChanges = Math.clamp(limits.changes() / 10, 1, 1000);
    }

    void run(long revision, long nowMillis) throws SQLException {
        if (revision - lastRevision < everyChanges && Math.abs(nowMillis - lastMillis) < EVERY_MILLIS) {
            return;
        }
        lastRevision = revision;
        lastMillis = nowMillis;
        forget(Math.max(
                revision - limits.changes(), lastBefore(nowMillis - limits.age().toMillis(), revision)));
    }

    /** The last revision that is older than a time; what is to go is at the beginning, so this reads no more than that. */
    private long lastBefore(long millis, long revision) throws SQLException {
        List<Long> kept = statements.query(
                "SELECT revision FROM history WHERE at >= ? ORDER BY revision LIMIT 1", row -> row.getLong(1), millis);
        return kept.isEmpty() ? revision : kept.getFirst() - 1;
    }

    private void forget(long through) throws SQLException {
        if (through > 0) {
            statements.update("DELETE FROM history WHERE revision <= ?", through);
            statements.update("UPDATE state SET forgotten = max(forgotten, ?)", through);
        }
    }
}
