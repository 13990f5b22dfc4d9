package dev.sallyport.store;

import java.util.List;
import java.util.Optional;

/** What a {@link Mutation} works on: one transaction. */
interface Space {

    /** An entry's last change, and the lease it is bound to, 0 for none. */
    record Found(long revision, long lease) {}

    Optional<Found> find(byte[] key);

    /** The last key with this prefix. */
    Optional<byte[]> last(byte[] prefix);

    /** Writes the entry and its change. */
    void put(byte[] key, byte[] value, long revision, long lease);

    /** Removes the entry and writes the change. */
    void remove(byte[] key, long revision);

    /** The revision of the next change. */
    long nextRevision();

    /** The last revision given out. */
    long revision();

    /** Makes a lease. @return its id, never used again */
    long addLease(long ttlMillis, long deadlineMillis);

    /** The lease's whole time in milliseconds; empty if it ended. */
    Optional<Long> leaseTtl(long lease);

    void moveDeadline(long lease, long deadlineMillis);

    void removeLease(long lease);

    List<byte[]> keysOf(long lease);

    /** Leases whose deadline is not after {@code nowMillis}. */
    List<Long> leasesEndedBy(long nowMillis);
}
