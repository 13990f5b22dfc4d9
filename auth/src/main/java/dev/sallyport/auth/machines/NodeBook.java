package dev.sallyport.auth.machines;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.sallyport.audit.event.EventSubject;
import dev.sallyport.audit.event.MachineEvent;
import dev.sallyport.auth.state.Keyspace;
import dev.sallyport.auth.state.Ledger;
import dev.sallyport.auth.state.Names;
import dev.sallyport.auth.state.Plan;
import dev.sallyport.auth.state.Records;
import dev.sallyport.auth.state.v1.MachineRecord;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.store.Store;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The nodes: kept in the store, held in an index that follows it. */
public final class NodeBook implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NodeBook.class);
    private static final int LOADED_AT_ONCE = 1000;

    private final Store store;
    private final Records<MachineRecord> records;
    private final Ledger ledger;
    private final NodeIndex index = new NodeIndex();
    private final AtomicReference<Store.@Nullable Watch> watch = new AtomicReference<>();
    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicBoolean behind = new AtomicBoolean();

    public NodeBook(Store store, Ledger ledger) {
        this.store = store;
        this.records = Records.open(store, Keyspace.NODES, MachineRecord.parser());
        this.ledger = ledger;
        follow();
    }

    /** All nodes, as of the last change that was heard of. */
    public NodeIndex index() {
        return index;
    }

    /** What a node says of itself now; nothing of one that is not known. */
    public Map<String, String> labels(String id) {
        NodeEntry entry = index.find(id);
        return entry == null ? Map.of() : entry.node().labels();
    }

    /**
     * What a node says of itself. Written only where it is new.
     *
     * @throws Failure INVALID for labels that cannot be, UNAUTHENTICATED where the node was removed
     */
    public void report(String id, Map<String, String> labels, String version) {
        Names.labels(labels);
        Names.text(version, "version");
        ledger.write(() -> {
            Records.Versioned<MachineRecord> old = records.find(id)
                    .orElseThrow(() -> Failure.of(
                            FailureCode.UNAUTHENTICATED,
                            "this node was removed from the cluster: join it with a new token"));
            MachineRecord now = old.value().toBuilder()
                    .clearLabels()
                    .putAllLabels(labels)
                    .setVersion(version)
                    .build();
            boolean same = now.equals(old.value());
            return new Plan<>(same ? List.of() : List.of(records.replace(old, now)), List.of(), id);
        });
        records.find(id).ifPresent(this::take);
    }

    /**
     * Removes a node: nothing that it shows opens anything any more, and it comes back with a new token only.
     *
     * @throws Failure NOT_FOUND
     */
    public void remove(String id, EventSubject by) {
        ledger.write(() -> {
            Records.Versioned<MachineRecord> old = records.find(id)
                    .orElseThrow(() -> Failure.of(
                            FailureCode.NOT_FOUND,
                            "there is no node with the id " + Names.id(id, "node")
                                    + ": 'sally ls' shows those there are"));
            return Plan.of(
                    List.of(records.delete(old)),
                    new MachineEvent.NodeDeleted(
                            ledger.head(by.withNode(id, old.value().getName()))),
                    id);
        });
    }

    /** Whether there is such a node, whatever the index has heard of so far. */
    public boolean isThere(String id) {
        return index.find(id) != null || records.find(id).isPresent();
    }

    /** Is called with the id of each node that is removed from now on, by whomever. */
    public void onRemove(Consumer<String> listener) {
        listeners.add(listener);
    }

    @Override
    public void close() {
        closed.set(true);
        Store.Watch last = watch.getAndSet(null);
        if (last != null) {
            last.close();
        }
    }

    /** Reads everything, then follows; begins again when the watch is lost. */
    private void follow() {
        if (closed.get()) {
            return;
        }
        long from = store.revision();
        String after = "";
        List<Records.Versioned<MachineRecord>> page;
        do {
            page = records.after(after, LOADED_AT_ONCE);
            page.forEach(this::take);
            after = page.isEmpty() ? "" : page.getLast().name();
        } while (page.size() == LOADED_AT_ONCE);
        Store.Watch next = store.watch(Keyspace.NODES, from, this::apply, this::again);
        Store.Watch before = watch.getAndSet(next);
        if (before != null) {
            before.close();
        }
    }

    /** Catches up where following broke off and could not begin again. */
    public void upkeep() {
        if (behind.compareAndSet(true, false)) {
            again();
        }
    }

    private void again() {
        LOG.warn("event=watch_lost prefix={}", Keyspace.NODES);
        try {
            index.clear();
            follow();
        } catch (Failure e) {
            behind.set(true);
            LOG.error("event=watch_not_resumed prefix={} reason={}", Keyspace.NODES, e.text());
        }
    }

    private void apply(Store.Change change) {
        String id = change.key().substring(Keyspace.NODES.length());
        switch (change) {
            case Store.Change.Put put -> {
                try {
                    take(new Records.Versioned<>(id, MachineRecord.parseFrom(put.value()), put.revision()));
                } catch (InvalidProtocolBufferException e) {
                    LOG.error("event=unreadable key={}", change.key(), e);
                }
            }
            case Store.Change.Deleted deleted -> {
                index.remove(id, deleted.revision());
                listeners.forEach(listener -> listener.accept(id));
            }
        }
    }

    private void take(Records.Versioned<MachineRecord> node) {
        MachineRecord record = node.value();
        index.put(NodeEntry.of(
                record.getId(), record.getName(), record.getLabelsMap(), record.getVersion(), node.revision()));
    }
}
