package dev.sallyport.store;

import dev.sallyport.store.Store.Entry;
import java.util.List;
import java.util.Optional;

/** What reads a store on a disk, for any number of threads: entries whose lease ended at {@code nowMillis} are not there. */
interface StoreReaders extends AutoCloseable {

    Optional<Entry> get(byte[] key, long nowMillis);

    /** Those that are there, in any order, each once; a key may be asked for twice. */
    List<Entry> getAll(List<byte[]> keys, long nowMillis);

    List<Entry> range(KeyRange range, boolean backwards, long nowMillis);

    @Override
    void close();
}
