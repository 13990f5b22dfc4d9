package dev.sallyport.auth.machines;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.sallyport.audit.event.EventSubject;
import dev.sallyport.audit.event.MachineEvent;
import dev.sallyport.auth.state.Following;
import dev.sallyport.auth.state.Keyspace;
import dev.sallyport.auth.state.Ledger;
import dev.sallyport.auth.state.Names;
import dev.sallyport.auth.state.Plan;
import dev.sallyport.auth.state.Records;
import dev.sallyport.auth.state.v1.MachineRecord;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.store.Store;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The nodes: kept in the store, held in an index that follows it. */
public final class NodeBook implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NodeBook.class);
    private static final int LOADED_AT_ONCE = 1000;

    private final Records<MachineRecord> records;
    private final Ledger ledger;
    private final NodeIndex index = new NodeIndex();
    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
    private final Following following;

    public NodeBook(Store store, Ledger ledger) {
        this.records = Records.open(store, Keyspace.NODES, MachineRecord.parser());
        this.ledger = ledger;
        this.following = Following.start(store, Keyspace.NODES, this::readAll, this::apply, () -> {});
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
     * What a node says of itself. Written only where it is new, and told then.
     *
     * @throws Failure INVALID for labels that cannot be, UNAUTHENTICATED where the node was removed
     */
    public void report(String id, Map<String, String> labels, String version, EventSubject by) {
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
            return now.equals(old.value())
                    ? new Plan<>(List.of(), List.of(), id)
                    : Plan.of(List.of(records.replace(old, now)), updated(old.value(), now, by), id);
        });
        records.find(id).ifPresent(this::take);
    }

    private MachineEvent updated(MachineRecord old, MachineRecord now, EventSubject by) {
        return new MachineEvent.NodeUpdated(
                ledger.head(by),
                onlyIn(now.getLabelsMap(), old.getLabelsMap()),
                onlyIn(old.getLabelsMap(), now.getLabelsMap()),
                now.getVersion());
    }

    private static String onlyIn(Map<String, String> these, Map<String, String> others) {
        return these.entrySet().stream()
                .filter(label -> !label.getValue().equals(others.get(label.getKey())))
                .map(label -> label.getKey() + "=" + label.getValue())
                .sorted()
                .collect(Collectors.joining(","));
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

    /** @throws Failure UNAVAILABLE where it is not known whether what nodes say of themselves changed */
    public void requireCurrent() {
        following.requireCurrent();
    }

    @Override
    public void close() {
        following.close();
    }

    /** Takes in all there are, then forgets those that are not there any more: nobody is missing meanwhile. */
    private void readAll() {
        Set<String> there = new HashSet<>();
        String after = "";
        List<Records.Versioned<MachineRecord>> page;
        do {
            page = records.after(after, LOADED_AT_ONCE);
            page.forEach(node -> {
                take(node);
                there.add(node.name());
            });
            after = page.isEmpty() ? "" : page.getLast().name();
        } while (page.size() == LOADED_AT_ONCE);
        index.retain(there);
    }

    /** Catches up where following broke off and could not begin again. */
    public void upkeep() {
        following.upkeep();
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
