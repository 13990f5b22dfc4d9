package dev.sallyport.auth;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.store.Store;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A store whose process dies after some writes: what was written stays, and nothing more is. */
public final class DyingStore implements Store {

    private final Store store;
    private int left = Integer.MAX_VALUE;

    public DyingStore(Store store) {
        this.store = store;
    }

    /** So many commits still get through. */
    public void dieAfter(int commits) {
        left = commits;
    }

    /** It is started again. */
    public void live() {
        left = Integer.MAX_VALUE;
    }

    @Override
    public long commit(List<Write> writes) {
        if (left == 0) {
            throw Failure.of(FailureCode.UNAVAILABLE, "killed");
        }
        left--;
        return store.commit(writes);
    }

    @Override
    public Optional<Entry> get(String key) {
        return store.get(key);
    }

    @Override
    public List<Entry> range(String prefix, String after, int limit) {
        return store.range(prefix, after, limit);
    }

    @Override
    public List<Entry> rangeBackwards(String prefix, String before, int limit) {
        return store.rangeBackwards(prefix, before, limit);
    }

    @Override
    public long revision() {
        return store.revision();
    }

    @Override
    public Watch watch(String prefix, long revision, Consumer<Change> consumer, Runnable lost) {
        return store.watch(prefix, revision, consumer, lost);
    }

    @Override
    public long grantLease(Duration ttl) {
        return store.grantLease(ttl);
    }

    @Override
    public void renewLease(long lease) {
        store.renewLease(lease);
    }

    @Override
    public void revokeLease(long lease) {
        store.revokeLease(lease);
    }

    @Override
    public void close() {
        store.close();
    }
}
