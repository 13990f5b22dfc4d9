package dev.sallyport.auth.state;

import dev.sallyport.store.Store;
import java.util.ArrayList;
import java.util.List;

/** Events that a version without a log stored: they become leaves at the first start with one, in the order of time. */
public final class EarlierEvents {

    private static final int AT_ONCE = 500;

    private EarlierEvents() {}

    /** Takes them into the log; to be called before anything is signed. @return how many there were; goes on where it was interrupted */
    public static long adopt(Store store) {
        if (store.get(Keyspace.LOG_CHECKPOINT).isPresent()) {
            return 0;
        }
        long adopted = 0;
        String after = "";
        List<Store.Entry> page = store.range(Keyspace.EVENTS, after, AT_ONCE);
        while (!page.isEmpty()) {
            List<Store.Write> writes = new ArrayList<>();
            for (Store.Entry entry : page) {
                if (EventRecords.index(entry).isEmpty()) {
                    writes.addAll(EventRecords.adoption(entry));
                    adopted++;
                }
            }
            commit(store, writes);
            after = page.getLast().key();
            page = store.range(Keyspace.EVENTS, after, AT_ONCE);
        }
        return adopted;
    }

    private static void commit(Store store, List<Store.Write> writes) {
        if (!writes.isEmpty()) {
            store.commit(writes);
        }
    }
}
