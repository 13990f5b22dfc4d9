package dev.sallyport.store;

import dev.sallyport.store.Store.Change;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A transaction that is decided in memory before anything of it is written: what it needs to know is loaded in one go, what
 * it changes is written in one go. So a group of a thousand commits costs as many round trips to the database as one.
 * A mutation that is refused is taken back here; the database never hears of it.
 */
final class StagedSpace implements Space {

    /** What an entry will be; without a value it is removed. */
    @SuppressWarnings("ArrayRecordComponent") // handed over, not copied
    record Staged(byte @Nullable [] value, long revision, long lease) {}

    /** What a lease will be. */
    record Lease(long ttlMillis, long deadlineMillis) {}

    /** A change, and its key's bytes. */
    @SuppressWarnings("ArrayRecordComponent") // handed over, not copied
    record Told(byte[] key, Change change) {}

    private final Stock stock;
    private final TreeMap<byte[], Staged> entries = new TreeMap<>(Arrays::compareUnsigned);
    private final TreeMap<byte[], Optional<Found>> known = new TreeMap<>(Arrays::compareUnsigned);
    private final Map<Long, Optional<Long>> knownLeases = new HashMap<>();
    private final TreeMap<Long, Optional<Lease>> leases = new TreeMap<>();
    private final List<Told> changes = new ArrayList<>();
    private final Deque<Runnable> undo = new ArrayDeque<>();
    private final Map<String, byte[]> sequences;
    private long revision;
    private long lastLease;

    /** @param sequences the last key of each prefix that was asked for: kept from transaction to transaction by its owner */
    StagedSpace(Stock stock, Map<String, byte[]> sequences, long revision, long lastLease) {
        this.stock = stock;
        this.sequences = sequences;
        this.revision = revision;
        this.lastLease = lastLease;
    }

    /** Learns what is stored of these. */
    void load(Collection<byte[]> keys, Collection<Long> ids) {
        keys.forEach(key -> known.put(key, Optional.empty()));
        ids.forEach(id -> knownLeases.put(id, Optional.empty()));
        Stock.Loaded loaded = stock.load(keys, ids);
        loaded.entries().forEach(entry -> known.put(entry.key(), Optional.of(entry.found())));
        loaded.leases().forEach((id, ttl) -> knownLeases.put(id, Optional.of(ttl)));
    }

    /** What was done up to here stays. */
    void keep() {
        undo.clear();
    }

    /** Takes back what was done since {@link #keep}. */
    void takeBack() {
        while (!undo.isEmpty()) {
            undo.pop().run();
        }
    }

    NavigableMap<byte[], Staged> entries() {
        return Collections.unmodifiableNavigableMap(entries);
    }

    /** Empty ones are removed. */
    Map<Long, Optional<Lease>> leases() {
        return Collections.unmodifiableMap(leases);
    }

    List<Told> changes() {
        return Collections.unmodifiableList(changes);
    }

    long lastLease() {
        return lastLease;
    }

    @Override
    public Optional<Found> find(byte[] key) {
        Staged staged = entries.get(key);
        if (staged != null) {
            return staged.value() == null
                    ? Optional.empty()
                    : Optional.of(new Found(staged.revision(), staged.lease()));
        }
        if (!known.containsKey(key)) {
            load(List.of(key), List.of());
        }
        return known.getOrDefault(key, Optional.empty());
    }

    @Override
    public Optional<byte[]> last(byte[] prefix) {
        String name = Keys.decode(prefix);
        byte[] before = sequences.get(name);
        if (before == null) {
            before = lookUpLast(prefix);
            if (before.length > 0) {
                sequences.put(name, before);
                undo.push(() -> sequences.remove(name));
            }
        }
        return Optional.of(before).filter(key -> key.length > 0);
    }

    private byte[] lookUpLast(byte[] prefix) {
        byte[] end = Keys.endOf(prefix);
        byte[] stored = stock.last(prefix, end).orElse(new byte[0]);
        while (stored.length > 0 && find(stored).isEmpty()) {
            stored = stock.last(prefix, stored).orElse(new byte[0]);
        }
        byte[] last = stored;
        return entries.subMap(prefix, true, end, false).descendingMap().entrySet().stream()
                .filter(entry -> entry.getValue().value() != null)
                .map(Map.Entry::getKey)
                .findFirst()
                .map(staged -> Keys.later(staged, last))
                .orElse(last);
    }

    @Override
    public void put(byte[] key, byte[] value, long at, long lease) {
        stage(key, new Staged(value, at, lease));
        tell(key, new Change.Put(Keys.decode(key), value, at));
        sequences.forEach((prefix, last) -> follow(prefix, last, key));
    }

    private void follow(String prefix, byte[] last, byte[] key) {
        if (Arrays.compareUnsigned(key, last) > 0 && Keys.startsWith(key, Keys.bytes(prefix))) {
            sequences.put(prefix, key);
            undo.push(() -> sequences.put(prefix, last));
        }
    }

    @Override
    public void remove(byte[] key, long at) {
        stage(key, new Staged(null, at, 0));
        tell(key, new Change.Deleted(Keys.decode(key), at));
        sequences.values().removeIf(last -> Arrays.equals(last, key));
    }

    private void stage(byte[] key, Staged next) {
        Staged before = entries.put(key, next);
        undo.push(before == null ? () -> entries.remove(key) : () -> entries.put(key, before));
    }

    private void tell(byte[] key, Change change) {
        changes.add(new Told(key, change));
        undo.push(changes::removeLast);
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
        undo.push(() -> lastLease--);
        long id = ++lastLease;
        stageLease(id, Optional.of(new Lease(ttlMillis, deadlineMillis)));
        return id;
    }

    @Override
    public Optional<Long> leaseTtl(long lease) {
        Optional<Lease> staged = leases.get(lease);
        if (staged != null) {
            return staged.map(Lease::ttlMillis);
        }
        if (!knownLeases.containsKey(lease)) {
            load(List.of(), List.of(lease));
        }
        return knownLeases.getOrDefault(lease, Optional.empty());
    }

    @Override
    public void moveDeadline(long lease, long deadlineMillis) {
        leaseTtl(lease).ifPresent(ttl -> stageLease(lease, Optional.of(new Lease(ttl, deadlineMillis))));
    }

    @Override
    public void removeLease(long lease) {
        stageLease(lease, Optional.empty());
    }

    private void stageLease(long id, Optional<Lease> next) {
        Optional<Lease> before = leases.put(id, next);
        undo.push(before == null ? () -> leases.remove(id) : () -> leases.put(id, before));
    }

    @Override
    public List<byte[]> keysOf(long lease) {
        TreeMap<byte[], Long> bound = new TreeMap<>(Arrays::compareUnsigned);
        stock.keysOf(lease).stream().filter(key -> !entries.containsKey(key)).forEach(key -> bound.put(key, lease));
        entries.forEach((key, staged) -> {
            if (staged.value() != null && staged.lease() == lease && lease != 0) {
                bound.put(key, lease);
            }
        });
        return List.copyOf(bound.keySet());
    }

    @Override
    public List<Long> leasesEndedBy(long nowMillis) {
        TreeMap<Long, Boolean> ended = new TreeMap<>();
        stock.leasesEndedBy(nowMillis).stream()
                .filter(id -> !leases.containsKey(id))
                .forEach(id -> ended.put(id, true));
        leases.forEach((id, lease) ->
                lease.filter(l -> l.deadlineMillis() <= nowMillis).ifPresent(_ -> ended.put(id, true)));
        return List.copyOf(ended.keySet());
    }
}
