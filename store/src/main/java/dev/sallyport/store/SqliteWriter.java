package dev.sallyport.store;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.store.SqliteSpace.StorageBroken;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that writes. What queues while a transaction is being forced to the disk goes into the next one
 * together, and each caller is answered when that is durable. A refused mutation is rolled back alone, to its savepoint;
 * a failure of the storage takes the whole transaction, and all in it are told so.
 */
final class SqliteWriter implements AutoCloseable {

    private final SqliteFile file;
    private final SqliteStatements statements;
    private final SqliteSpace space;
    private final SqliteCompaction compaction;
    private final InstantSource clock;
    private final Runnable onChange;
    private final WriteQueue queue = new WriteQueue();
    private final Thread thread;
    private volatile long revision;

    /** @param onChange runs after each transaction that changed something */
    SqliteWriter(SqliteFile file, InstantSource clock, HistoryLimits limits, Runnable onChange) throws SQLException {
        this.file = file;
        this.clock = clock;
        this.onChange = onChange;
        this.statements = new SqliteStatements(file.connect());
        this.space = new SqliteSpace(statements);
        this.compaction = new SqliteCompaction(statements, limits);
        this.revision = statements
                .query("SELECT revision FROM state", row -> row.getLong(1))
                .getFirst();
        this.thread = Thread.ofPlatform().name("store-writer").daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** The last durable revision. */
    long revision() {
        return revision;
    }

    /** Runs the mutation and waits until it is durable. */
    long run(Mutation mutation) {
        Pending pending = new Pending(mutation);
        queue.add(pending);
        return pending.await();
    }

    private void run() {
        for (List<Pending> group = queue.take(); !group.isEmpty(); group = queue.take()) {
            write(group);
            group.forEach(Pending::answer);
            queue.done(group.size());
        }
        closeConnection();
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
        queue.close();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException later) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
