package dev.sallyport.store;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.store.Store.Write;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes groups of mutations to the database, each in one transaction: decided in {@link StagedSpace}, then sent whole. */
final class PostgresWriter implements StoreWriter {

    private final PostgresSession session;
    private final PostgresFailures failures;
    private final PostgresPartitions partitions;
    private final RecentChanges history;
    private final HistoryLimits limits;
    private final InstantSource clock;
    private final Runnable onChange;
    private final WriterThread thread;
    private final Map<String, byte[]> sequences = new HashMap<>();
    /** No lease ends before; the least number where that is not known. */
    private long nextDeadline = Long.MIN_VALUE;

    private volatile long revision;
    private volatile Optional<String> trouble = Optional.empty();

    /** @param onChange runs after each transaction that changed something */
    PostgresWriter(
            PostgresSession session,
            PostgresFailures failures,
            PostgresPartitions partitions,
            RecentChanges history,
            HistoryLimits limits,
            InstantSource clock,
            Runnable onChange) {
        this.session = session;
        this.failures = failures;
        this.partitions = partitions;
        this.history = history;
        this.limits = limits;
        this.clock = clock;
        this.onChange = onChange;
        this.revision = session.state().revision();
        history.forgetThrough(revision);
        this.thread = new WriterThread(this::write, session::close);
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

    /** Why nothing can be written, as long as that is so. */
    Optional<String> trouble() {
        return trouble;
    }

    /** Runs the mutation and waits until it is durable. */
    @Override
    public long run(Mutation mutation) {
        return thread.run(mutation);
    }

    private void write(List<Pending> group) {
        @Nullable Failure broken = transact(group);
        trouble = Optional.ofNullable(broken).map(Failure::text);
        if (broken != null) {
            sequences.clear();
            nextDeadline = Long.MIN_VALUE;
            group.forEach(pending -> pending.refuse(broken));
        }
    }

    /** @return what is wrong with the storage, if anything; then it is open whether anything was written */
    private @Nullable Failure transact(List<Pending> group) {
        try {
            Statements statements = session.statements();
            goOnFrom(session.state().revision());
            long now = clock.millis();
            partitions.prepare(statements, session, now, sequences);
            StagedSpace space = apply(group, new PostgresStock(statements), now);
            session.commit(space.revision(), space.lastLease());
            publish(space, now);
            return null;
        } catch (StorageBroken broken) {
            return recover(broken.storage());
        } catch (SQLException broken) {
            return recover(broken);
        } catch (Failure refused) {
            return refused;
        } catch (RuntimeException | Error defect) {
            // Errors too: callers would wait for ever for a thread that died.
            session.drop();
            return Failure.of(FailureCode.INTERNAL, "store: a write ended in a defect: " + defect, defect);
        }
    }

    private Failure recover(SQLException cause) {
        return session.recover(cause).orElseGet(() -> failures.of(cause));
    }

    private StagedSpace apply(List<Pending> group, PostgresStock stock, long now) throws SQLException {
        StagedSpace space =
                new StagedSpace(stock, sequences, revision, session.state().lastLease());
        load(space, group);
        if (now >= nextDeadline) {
            new Mutation.ExpireLeases().apply(space, now);
            nextDeadline = stock.nextDeadline(now);
        }
        for (Pending pending : group) {
            space.keep();
            try {
                pending.result(pending.mutation().apply(space, now));
            } catch (Failure refused) {
                pending.refuse(refused);
                space.takeBack();
            }
        }
        stock.write(space);
        return space;
    }

    private static void load(StagedSpace space, List<Pending> group) {
        List<byte[]> keys = new ArrayList<>();
        List<Long> leases = new ArrayList<>();
        for (Pending pending : group) {
            switch (pending.mutation()) {
                case Mutation.Commit(var writes) -> writes.forEach(write -> need(write, keys, leases));
                case Mutation.RenewLease(long lease) -> leases.add(lease);
                case Mutation.RevokeLease(long lease) -> leases.add(lease);
                case Mutation.GrantLease _, Mutation.ExpireLeases _ -> {}
            }
        }
        if (!keys.isEmpty() || !leases.isEmpty()) {
            space.load(keys, leases);
        }
    }

    private static void need(Write write, List<byte[]> keys, List<Long> leases) {
        long lease = switch (write) {
            case Write.Put put -> put.lease();
            case Write.Create create -> create.lease();
            case Write.Append _, Write.Replace _, Write.Delete _ -> 0;
        };
        if (lease != 0) {
            leases.add(lease);
        }
        if (!(write instanceof Write.Put)) {
            keys.add(Keys.encode(write.key()));
        }
    }

    /** Where something was written of which this process knows nothing, watches are lost. */
    private void goOnFrom(long stored) {
        if (stored != revision) {
            history.forgetThrough(stored);
            revision = stored;
            onChange.run();
        }
    }

    private void publish(StagedSpace space, long now) {
        space.leases()
                .values()
                .forEach(lease ->
                        lease.ifPresent(staged -> nextDeadline = Math.min(nextDeadline, staged.deadlineMillis())));
        if (space.revision() != revision) {
            space.changes().forEach(told -> history.add(told.key(), told.change(), now));
            revision = space.revision();
            history.compact(limits, now);
            onChange.run();
        }
    }

    /** Writes what is queued, then gives the right to write back. */
    @Override
    public void close() {
        thread.close();
    }
}
