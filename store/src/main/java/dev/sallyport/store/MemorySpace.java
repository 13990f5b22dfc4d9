package dev.sallyport.store;

import dev.sallyport.store.Store.Change;
import dev.sallyport.store.Store.Entry;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A store's content in maps. Its owner's lock guards it; {@link #undo} takes back everything since {@link #begin}. */
final class MemorySpace implements Space {

    @SuppressWarnings("ArrayRecordComponent") // handed over, not copied
    private record Stored(byte[] value, long revision, long lease) {}

    private record Lease(long ttlMillis, long deadlineMillis) {}

    private final TreeMap<byte[], Stored> entries = new TreeMap<>(Arrays::compareUnsigned);
    private final Map<Long, Lease> leases = new HashMap<>();
    private final RecentChanges history = new RecentChanges();
    private final Deque<Runnable> undo = new ArrayDeque<>();
    private long revision;
    private long lastLease;
    private long nowMillis;

    void begin(long now) {
        undo.clear();
        nowMillis = now;
    }

    void undo() {
        while (!undo.isEmpty()) {
            undo.pop().run();
        }
    }

    @Override
    public Optional<Found> find(byte[] key) {
        return Optional.ofNullable(entries.get(key)).map(stored -> new Found(stored.revision(), stored.lease()));
    }

    @Override
    public Optional<byte[]> last(byte[] prefix) {
        return Optional.ofNullable(entries.lowerKey(Keys.endOf(prefix))).filter(key -> Keys.startsWith(key, prefix));
    }

    @Override
    public void put(byte[] key, byte[] value, long at, long lease) {
        set(key, new Stored(value.clone(), at, lease));
        remember(key, new Change.Put(Keys.decode(key), value.clone(), at));
    }

    @Override
    public void remove(byte[] key, long at) {
        set(key, null);
        remember(key, new Change.Deleted(Keys.decode(key), at));
    }

    private void set(byte[] key, @Nullable Stored next) {
        Stored before = next == null ? entries.remove(key) : entries.put(key, next);
        undo.push(before == null ? () -> entries.remove(key) : () -> entries.put(key, before));
    }

    private void remember(byte[] key, Change change) {
        history.add(key, change, nowMillis);
        undo.push(() -> history.takeBack(change.revision()));
    }

    @Override
    public long nextRevision() {
        undo.push(() -> revision--);
        return ++revision;
    }

    @Override
    public long revision() {
        return revision;
    }

    @Override
    public long addLease(long ttlMillis, long deadlineMillis) {
        long id = ++lastLease;
        setLease(id, new Lease(ttlMillis, deadlineMillis));
        return id;
    }

    @Override
    public Optional<Long> leaseTtl(long lease) {
        return Optional.ofNullable(leases.get(lease)).map(Lease::ttlMillis);
    }

    @Override
    public void moveDeadline(long lease, long deadlineMillis) {
        leaseTtl(lease).ifPresent(ttl -> setLease(lease, new Lease(ttl, deadlineMillis)));
    }

    @Override
    public void removeLease(long lease) {
        setLease(lease, null);
    }

    private void setLease(long id, @Nullable Lease next) {
        Lease before = next == null ? leases.remove(id) : leases.put(id, next);
        undo.push(before == null ? () -> leases.remove(id) : () -> leases.put(id, before));
    }

    @Override
    public List<byte[]> keysOf(long lease) {
        return entries.entrySet().stream()
                .filter(entry -> entry.getValue().lease() == lease)
                .map(Map.Entry::getKey)
                .toList();
    }

    @Override
    public List<Long> leasesEndedBy(long now) {
        return leases.entrySet().stream()
                .filter(lease -> lease.getValue().deadlineMillis() <= now)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    Optional<Entry> get(byte[] key, long now) {
        return Optional.ofNullable(entries.get(key))
                .filter(stored -> isLive(stored, now))
                .map(stored -> entry(key, stored));
    }

    List<Entry> range(KeyRange range, boolean backwards, long now) {
        if (range.isEmpty()) {
            return List.of();
        }
        NavigableMap<byte[], Stored> part = entries.subMap(range.after(), range.inclusive(), range.before(), false);
        return (backwards ? part.descendingMap() : part)
                .entrySet().stream()
                        .filter(found -> isLive(found.getValue(), now))
                        .limit(range.limit())
                        .map(found -> entry(found.getKey(), found.getValue()))
                        .toList();
    }

    private boolean isLive(Stored stored, long now) {
        Lease lease = leases.get(stored.lease());
        return lease == null || lease.deadlineMillis() > now;
    }

    private static Entry entry(byte[] key, Stored stored) {
        return new Entry(Keys.decode(key), stored.value().clone(), stored.revision());
    }

    ChangeHistory.Page changesAfter(byte[] prefix, long after, int limit) {
        return history.after(prefix, after, limit, revision);
    }

    void compact(HistoryLimits limits, long now) {
        history.compact(limits, now);
    }
}
