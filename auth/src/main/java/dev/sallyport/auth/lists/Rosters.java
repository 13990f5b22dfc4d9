package dev.sallyport.auth.lists;

import dev.sallyport.auth.state.Keyspace;
import dev.sallyport.auth.state.Records;
import dev.sallyport.auth.state.v1.ListRecord;
import dev.sallyport.model.Failure;
import dev.sallyport.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The lists as the store has them: read whole, and again after each change, of whichever process. */
final class Rosters {

    private static final Logger LOG = LoggerFactory.getLogger(Rosters.class);
    private static final int READ_AT_ONCE = 100;

    private final Store store;
    private final Records<ListRecord> records;
    private final AtomicReference<Store.@Nullable Watch> watch = new AtomicReference<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicBoolean behind = new AtomicBoolean();
    private volatile Roster now = Roster.EMPTY;

    Rosters(Store store) {
        this.store = store;
        this.records = Records.open(store, Keyspace.LISTS, ListRecord.parser());
        follow();
    }

    Roster now() {
        return now;
    }

    /** One at a time, so that an older reading never takes the place of a newer one. */
    synchronized void refresh() {
        now = read(records);
    }

    static Roster read(Records<ListRecord> records) {
        List<ListRecord> read = new ArrayList<>();
        String after = "";
        List<Records.Versioned<ListRecord>> page;
        do {
            page = records.after(after, READ_AT_ONCE);
            page.forEach(found -> read.add(found.value()));
            after = page.isEmpty() ? "" : page.getLast().name();
        } while (page.size() == READ_AT_ONCE);
        return new Roster(read);
    }

    /** Catches up where following broke off. */
    void upkeep() {
        if (behind.compareAndSet(true, false)) {
            again();
        }
    }

    private void follow() {
        if (closed.get()) {
            return;
        }
        long from = store.revision();
        refresh();
        Store.Watch next = store.watch(Keyspace.LISTS, from, _ -> refresh(), this::again);
        Store.Watch before = watch.getAndSet(next);
        if (before != null) {
            before.close();
        }
    }

    private void again() {
        LOG.warn("event=watch_lost prefix={}", Keyspace.LISTS);
        try {
            follow();
        } catch (Failure e) {
            behind.set(true);
            LOG.error("event=watch_not_resumed prefix={} reason={}", Keyspace.LISTS, e.text());
        }
    }

    void close() {
        closed.set(true);
        Store.Watch last = watch.getAndSet(null);
        if (last != null) {
            last.close();
        }
    }
}
