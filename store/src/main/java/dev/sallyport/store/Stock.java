package dev.sallyport.store;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is stored, to a {@link StagedSpace} that changes it later and at once. */
interface Stock {

    /** An entry's state under its key; a lease's whole time in milliseconds under its id. Those that are not there are left out. */
    record Loaded(List<Known> entries, Map<Long, Long> leases) {}

    /** A key, and what is known of its entry. */
    @SuppressWarnings("ArrayRecordComponent") // handed over, not copied
    record Known(byte[] key, Space.Found found) {}

    Loaded load(Collection<byte[]> keys, Collection<Long> leases);

    /** The last key from {@code prefix} to {@code before}, exclusive. */
    Optional<byte[]> last(byte[] prefix, byte[] before);

    List<byte[]> keysOf(long lease);

    List<Long> leasesEndedBy(long nowMillis);
}
