package dev.sallyport.store;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * An ordered key-value space with revisions, leases and watch. One instance is one cluster's world.
 *
 * <p>Every write that returned is durable. Every change has a revision of its own, larger than all before it. Keys are
 * slash-separated text ({@code users/alice}), ordered by their UTF-8 bytes, at most {@value #MAX_KEY_BYTES} bytes;
 * values are at most {@value #MAX_VALUE_BYTES} bytes. Implementations are safe for use by many threads.
 *
 * <p>Every method throws {@link dev.sallyport.model.Failure} with {@code UNAVAILABLE} when the storage underneath fails
 * (disk full, read-only, gone) or the store is closed, {@code INTERNAL} when what is stored is damaged, {@code INVALID} for keys, values and lists out of
 * bounds.
 *
 * <p>Entries of a lease that ran out are gone for every reader at that very time; watches hear of it within a second.
 */
@SuppressWarnings("ArrayRecordComponent") // values are handed over, not copied: who gives one away no longer changes it
public interface Store extends AutoCloseable {

    /** Longest key, bytes of UTF-8. */
    int MAX_KEY_BYTES = 512;

    /** Longest value, bytes. */
    int MAX_VALUE_BYTES = 1 << 20;

    /** Most writes of one commit. */
    int MAX_WRITES = 4096;

    /** Most entries of one range, however many were asked for. */
    int MAX_RANGE = 10_000;

    /** Longest time of a lease; the shortest is a millisecond. */
    Duration MAX_LEASE = Duration.ofDays(400);

    /** A stored value; {@code revision} is that of its last change. */
    record Entry(String key, byte[] value, long revision) {}

    /** What happened to a key. */
    sealed interface Change {
        String key();

        long revision();

        record Put(String key, byte[] value, long revision) implements Change {}

        record Deleted(String key, long revision) implements Change {}
    }

    /** One step of a {@link #commit}. */
    sealed interface Write {
        String key();

        /** Whatever was there before. {@code lease} 0 is none, and unbinds the entry from the one it had. */
        record Put(String key, byte[] value, long lease) implements Write {}

        /** Only where nothing is. */
        record Create(String key, byte[] value, long lease) implements Write {}

        /** Only where the last change is this revision. The entry stays bound to its lease. */
        record Replace(String key, byte[] value, long revision) implements Write {}

        /**
         * Only where nothing is; and one more entry of a sequence. They are numbered from 0 in the order in which they are
         * committed, without a gap: {@code sequence} and the number in 16 hexadecimal digits is the key at which
         * {@code entry} is put, and the value at {@code key} begins with the number, 8 bytes, big-endian.
         *
         * @param sequence a prefix of keys under which there is nothing else, and the last of which is never deleted
         */
        record Append(String key, byte[] value, String sequence, byte[] entry) implements Write {}

        /** Only where the last change is this revision; 0 deletes whatever is there, if anything is. */
        record Delete(String key, long revision) implements Write {}
    }

    Optional<Entry> get(String key);

    /** Those of the keys that are there, by key, in one go; at most {@value #MAX_RANGE} keys. */
    default Map<String, Entry> getAll(Collection<String> keys) {
        Map<String, Entry> found = new HashMap<>();
        Bounds.keys(keys).forEach(key -> get(key).ifPresent(entry -> found.put(key, entry)));
        return found;
    }

    /** At most {@code limit} entries whose keys start with {@code prefix}, after the key {@code after} (exclusive; "" for the first), in order. */
    List<Entry> range(String prefix, String after, int limit);

    /** The same backwards: keys before {@code before} (exclusive; "" for the last), largest first. */
    List<Entry> rangeBackwards(String prefix, String before, int limit);

    /**
     * All writes or none, in this order. Waits until they are durable.
     *
     * @return the revision of the last change; of the one before, if nothing changed
     * @throws dev.sallyport.model.Failure CONFLICT when a condition of a write does not hold, NOT_FOUND when a lease ended: nothing was
     *     written. After UNAVAILABLE it is open whether all was written or nothing: read again
     */
    long commit(List<Write> writes);

    /** Puts, whatever was there. */
    default long put(String key, byte[] value) {
        return commit(List.of(new Write.Put(key, value, 0)));
    }

    /** Puts where nothing is; CONFLICT otherwise. */
    default long create(String key, byte[] value) {
        return commit(List.of(new Write.Create(key, value, 0)));
    }

    /** Puts where the last change is {@code revision}; CONFLICT otherwise. */
    default long compareAndSwap(String key, byte[] value, long revision) {
        return commit(List.of(new Write.Replace(key, value, revision)));
    }

    /** Deletes whatever is there, if anything is. */
    default long delete(String key) {
        return commit(List.of(new Write.Delete(key, 0)));
    }

    /** The revision of the last change; 0 in an empty store. */
    long revision();

    /**
     * Hands every change after {@code revision} of keys with this prefix to {@code consumer}, in order, one at a time,
     * until closed. The consumer is called from one virtual thread of the watch; a slow one delays nobody else.
     *
     * <p>A consumer that throws is not called again: {@code lost} is.
     *
     * @param lost run once, instead of further changes, when history since that revision is no longer kept or the
     *     consumer fell too far behind: read the range again and watch anew
     */
    Watch watch(String prefix, long revision, Consumer<Change> consumer, Runnable lost);

    /** A running watch. */
    interface Watch extends AutoCloseable {
        /** No change is handed over after this returned, unless the consumer itself calls it. */
        @Override
        void close();
    }

    /** A lease: entries bound to it are deleted when it is neither renewed nor closed in time. */
    long grantLease(Duration ttl);

    /** Renews for its whole time. NOT_FOUND when it ended. */
    void renewLease(long lease);

    /** Ends it now; does nothing if it ended. */
    void revokeLease(long lease);

    @Override
    void close();
}
