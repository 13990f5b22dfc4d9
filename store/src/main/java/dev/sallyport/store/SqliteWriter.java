package dev.sallyport.store;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes groups of mutations to the file. One that is refused is rolled back alone, to its savepoint. */
final class SqliteWriter implements StoreWriter {

    private final SqliteFile file;
    private final Statements statements;
    private final SqliteSpace space;
    private final SqliteCompaction compaction;
    private final InstantSource clock;
    private final Runnable onChange;
    private final WriterThread thread;
    private volatile long revision;

    /** @param onChange runs after each transaction that changed something */
    SqliteWriter(SqliteFile file, InstantSource clock, HistoryLimits limits, Runnable onChange) throws SQLException {
        this.file = file;
        this.clock = clock;
        this.onChange = onChange;
        this.statements = new Statements(file.connect());
        this.space = new SqliteSpace(statements);
        this.compaction = new SqliteCompaction(statements, limits);
        this.revision = statements
                .query("SELECT revision FROM state", row -> row.getLong(1))
                .getFirst();
        this.thread = new WriterThread(this::write, this::closeConnection);
    }

    @Override
    public void start() {
        thread.start();
    }

    /** The last durable revision. */
    @Override
    public long revision() {
        return revision;
    }

    /** Runs the mutation and waits until it is durable. */
    @Override
    public long run(Mutation mutation) {
        return thread.run(mutation);
    }

    private void write(List<Pending> group) {
        long before = revision;
        @Nullable Failure broken = transact(group);
        if (broken != null) {
            rollback();
            group.forEach(pending -> pending.refuse(broken));
        } else if (space.revision() != before) {
            revision = space.revision();
            onChange.run();
        }
    }

    /** @return what is wrong with the storage, if anything; then nothing of it was written */
    private @Nullable Failure transact(List<Pending> group) {
        try {
            long now = clock.millis();
            statements.execute("BEGIN IMMEDIATE");
            space.begin(revision, now);
            new Mutation.ExpireLeases().apply(space, now);
            for (Pending pending : group) {
                apply(pending, now);
            }
            if (space.revision() != revision) {
                statements.update("UPDATE state SET revision = ?", space.revision());
                compaction.run(space.revision(), now);
            }
            statements.execute("COMMIT");
            return null;
        } catch (StorageBroken broken) {
            return SqliteFailures.of(file.path(), broken.storage());
        } catch (SQLException broken) {
            return SqliteFailures.of(file.path(), broken);
        } catch (RuntimeException | Error defect) {
            // Errors too: callers would wait for ever for a thread that died.
            return Failure.of(FailureCode.INTERNAL, "store: a write ended in a defect: " + defect, defect);
        }
    }

    private void apply(Pending pending, long now) throws SQLException {
        long before = space.revision();
        if (pending.needsSavepoint()) {
            statements.execute("SAVEPOINT one");
        }
        try {
            pending.result(pending.mutation().apply(space, now));
        } catch (Failure refused) {
            pending.refuse(refused);
            space.backTo(before);
            if (pending.needsSavepoint()) {
                statements.execute("ROLLBACK TO one");
            }
        }
        if (pending.needsSavepoint()) {
            statements.execute("RELEASE one");
        }
    }

    private void rollback() {
        try {
            statements.execute("ROLLBACK");
        } catch (SQLException noneOpen) {
            // SQLite rolls some failures back by itself.
            return;
        }
    }

    private void closeConnection() {
        try {
            statements.close();
        } catch (SQLException unforced) {
            // Everything that was answered is in the log, which the next start reads.
            return;
        }
    }

    /** Writes what is queued, then stops. */
    @Override
    public void close() {
        thread.close();
    }
}
