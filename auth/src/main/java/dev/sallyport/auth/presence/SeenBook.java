package dev.sallyport.auth.presence;

import dev.sallyport.auth.state.Keyspace;
import dev.sallyport.auth.state.Records;
import dev.sallyport.auth.state.v1.SeenRecord;
import dev.sallyport.store.Store;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * When nodes were last seen, kept in batches: soft facts, of which a crash may lose the last interval. No mutation in the
 * sense of the ledger: nobody decided it, and the audit trail does not want it.
 */
public final class SeenBook {

    private static final int WRITTEN_AT_ONCE = 500;

    private final Store store;
    private final Presence presence;
    private final Predicate<String> known;
    private final Records<SeenRecord> records;

    /** @param known whether there is a node of this id: proxies may say anything */
    public SeenBook(Store store, Presence presence, Predicate<String> known) {
        this.store = store;
        this.known = known;
        this.presence = presence;
        this.records = Records.open(store, Keyspace.SEEN, SeenRecord.parser());
    }

    /**
     * Keeps what presence saw since the last time.
     *
     * @param online whether also of nodes that are online: for the case that auth ends before they do
     */
    public void keep(boolean online) {
        List<Store.Write> batch = new ArrayList<>();
        for (Map.Entry<String, Instant> seen : presence.takeSeen(online).entrySet()) {
            if (!known.test(seen.getKey())) {
                continue;
            }
            batch.add(records.put(
                    seen.getKey(),
                    SeenRecord.newBuilder()
                            .setSeconds(seen.getValue().getEpochSecond())
                            .build()));
            if (batch.size() == WRITTEN_AT_ONCE) {
                store.commit(batch);
                batch.clear();
            }
        }
        if (!batch.isEmpty()) {
            store.commit(batch);
        }
    }

    /** When a node that is not online now was last seen. */
    public Optional<Instant> lastSeen(String node) {
        return records.find(node).map(seen -> Instant.ofEpochSecond(seen.value().getSeconds()));
    }
}
