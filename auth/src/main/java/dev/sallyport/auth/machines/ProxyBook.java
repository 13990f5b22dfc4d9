package dev.sallyport.auth.machines;

import dev.sallyport.audit.event.EventSubject;
import dev.sallyport.audit.event.MachineEvent;
import dev.sallyport.auth.state.Keyspace;
import dev.sallyport.auth.state.Ledger;
import dev.sallyport.auth.state.Names;
import dev.sallyport.auth.state.Paging;
import dev.sallyport.auth.state.Plan;
import dev.sallyport.auth.state.Records;
import dev.sallyport.auth.state.v1.MachineRecord;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.store.Store;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The proxies that joined. */
public final class ProxyBook {

    private final Records<MachineRecord> records;
    private final Ledger ledger;
    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();

    public ProxyBook(Store store, Ledger ledger) {
        this.records = Records.open(store, Keyspace.PROXIES, MachineRecord.parser());
        this.ledger = ledger;
    }

    /** A proxy as listings show it. */
    public record Entry(String id, String name, Instant created) {}

    /** In the order of their ids. */
    public Paging.Listing<Entry> list(Paging page) {
        List<Entry> read = records.after(page.after(), page.size() + 1).stream()
                .map(Records.Versioned::value)
                .map(record ->
                        new Entry(record.getId(), record.getName(), Instant.ofEpochSecond(record.getCreatedSeconds())))
                .toList();
        return page.cut(read, Entry::id);
    }

    /**
     * Removes a proxy: nothing that it shows opens anything at auth any more, and it comes back with a new token only.
     *
     * @throws Failure NOT_FOUND
     */
    public void remove(String id, EventSubject by) {
        ledger.write(() -> {
            Records.Versioned<MachineRecord> old = records.find(Names.id(id, "proxy"))
                    .orElseThrow(() -> Failure.of(
                            FailureCode.NOT_FOUND,
                            "there is no proxy with the id " + id + ": 'sally get proxies' shows those there are"));
            return Plan.of(
                    List.of(records.delete(old)),
                    new MachineEvent.ProxyDeleted(
                            ledger.head(by), id, old.value().getName()),
                    id);
        });
        listeners.forEach(listener -> listener.accept(id));
    }

    /** Is called with the id of each proxy that is removed here from now on. */
    public void onRemove(Consumer<String> listener) {
        listeners.add(listener);
    }
}
