package dev.sallyport.store;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** What stores on disks have in common: bounds before anything else, many readers, one writer, watches, ends of leases. */
abstract sealed class DurableStore implements Store permits PostgresStore, SqliteStore {

    private final InstantSource clock;
    private final Watches watches = new Watches(new History());
    private final LeaseTimer timer = new LeaseTimer(() -> writer().run(new Mutation.ExpireLeases()));

    DurableStore(InstantSource clock) {
        this.clock = clock;
    }

    abstract StoreReaders readers();

    abstract StoreWriter writer();

    /** As {@link ChangeHistory#after}. */
    abstract ChangeHistory.Page changesAfter(byte[] prefix, long revision, int limit);

    final void start() {
        writer().start();
        timer.start();
    }

    /** Something was written. */
    final void wakeWatches() {
        watches.wake();
    }

    @Override
    public final Optional<Entry> get(String key) {
        return readers().get(Keys.encode(key), clock.millis());
    }

    @Override
    public final Map<String, Entry> getAll(Collection<String> keys) {
        List<byte[]> encoded =
                Bounds.keys(keys).stream().distinct().map(Keys::encode).toList();
        return readers().getAll(encoded, clock.millis()).stream().collect(Collectors.toMap(Entry::key, entry -> entry));
    }

    @Override
    public final List<Entry> range(String prefix, String after, int limit) {
        return readers().range(KeyRange.forwards(prefix, after, limit), false, clock.millis());
    }

    @Override
    public final List<Entry> rangeBackwards(String prefix, String before, int limit) {
        return readers().range(KeyRange.backwards(prefix, before, limit), true, clock.millis());
    }

    @Override
    public final long commit(List<Write> writes) {
        return writer().run(Bounds.commit(writes));
    }

    @Override
    public final long revision() {
        return writer().revision();
    }

    @Override
    public final Watch watch(String prefix, long revision, Consumer<Change> consumer, Runnable lost) {
        return watches.start(prefix, revision, consumer, lost);
    }

    @Override
    public final long grantLease(Duration ttl) {
        return writer().run(Bounds.lease(ttl));
    }

    @Override
    public final void renewLease(long lease) {
        writer().run(new Mutation.RenewLease(lease));
    }

    @Override
    public final void revokeLease(long lease) {
        writer().run(new Mutation.RevokeLease(lease));
    }

    /** Ends watches and writes what callers wait for. */
    @Override
    public void close() {
        timer.close();
        watches.close();
        writer().close();
        readers().close();
    }

    private final class History implements ChangeHistory {

        @Override
        public Page after(byte[] prefix, long revision, int limit) {
            return changesAfter(prefix, revision, limit);
        }

        @Override
        public long revision() {
            return writer().revision();
        }
    }
}
