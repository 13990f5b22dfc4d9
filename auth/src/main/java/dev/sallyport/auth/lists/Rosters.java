package dev.sallyport.auth.lists;

import dev.sallyport.auth.state.Following;
import dev.sallyport.auth.state.Keyspace;
import dev.sallyport.auth.state.Records;
import dev.sallyport.auth.state.v1.ListRecord;
import dev.sallyport.store.Store;
import java.util.ArrayList;
import java.util.List;

/** The lists as the store has them: read whole, and again after each change, of whichever process. */
final class Rosters {

    private static final int READ_AT_ONCE = 100;

    private final Records<ListRecord> records;
    private final Following following;
    private volatile Roster now = Roster.EMPTY;

    Rosters(Store store) {
        this.records = Records.open(store, Keyspace.LISTS, ListRecord.parser());
        this.following = Following.start(store, Keyspace.LISTS, this::refresh, () -> {});
    }

    /** @throws dev.sallyport.model.Failure UNAVAILABLE where it is not known whether they changed */
    Roster now() {
        following.requireCurrent();
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
        following.upkeep();
    }

    void close() {
        following.close();
    }
}
