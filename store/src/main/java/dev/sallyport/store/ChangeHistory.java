package dev.sallyport.store;

import dev.sallyport.store.Store.Change;
import java.util.List;

/** The recent changes of a store, for watches to read. */
interface ChangeHistory {

    /**
     * Changes after a revision.
     *
     * @param through no change of this prefix up to here is missing: where to go on from
     * @param lost some of them are no longer kept; {@code changes} is empty then
     */
    record Page(List<Change> changes, long through, boolean lost) {}

    /** At most {@code limit} changes of keys with this prefix after {@code revision}, in order. */
    Page after(byte[] prefix, long revision, int limit);

    /** The revision of the last change. */
    long revision();
}
