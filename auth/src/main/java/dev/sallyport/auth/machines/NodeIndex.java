package dev.sallyport.auth.machines;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * All nodes in memory: by id, in the order of names, and by each label. A listing takes the smallest set that the wanted
 * labels leave and walks it from where the page before ended, so that it reads no more than it must.
 *
 * <p>Changes come in any order from two sides (the writer here, the store's watch): the later revision wins.
 */
public final class NodeIndex {

    private final Map<String, NodeEntry> byId = new ConcurrentHashMap<>();
    private final ConcurrentNavigableMap<String, NodeEntry> byName = new ConcurrentSkipListMap<>();
    private final Map<Map.Entry<String, String>, ConcurrentNavigableMap<String, NodeEntry>> byLabel =
            new ConcurrentHashMap<>();

    /** Takes a change in, if it is newer than what is here. */
    public synchronized void put(NodeEntry entry) {
        NodeEntry old = byId.get(entry.node().id());
        if (old != null && old.revision() >= entry.revision()) {
            return;
        }
        if (old != null) {
            unlink(old);
        }
        byId.put(entry.node().id(), entry);
        byName.put(entry.key(), entry);
        entry.node()
                .labels()
                .entrySet()
                .forEach(label -> byLabel.computeIfAbsent(
                                Map.entry(label.getKey(), label.getValue()), _ -> new ConcurrentSkipListMap<>())
                        .put(entry.key(), entry));
    }

    public synchronized void remove(String id, long revision) {
        NodeEntry old = byId.get(id);
        if (old != null && old.revision() < revision) {
            byId.remove(id);
            unlink(old);
        }
    }

    /** Forgets all but these. */
    public synchronized void retain(Set<String> ids) {
        List.copyOf(byId.values()).stream()
                .filter(entry -> !ids.contains(entry.node().id()))
                .forEach(entry -> {
                    byId.remove(entry.node().id());
                    unlink(entry);
                });
    }

    public @Nullable NodeEntry find(String id) {
        return byId.get(id);
    }

    public int size() {
        return byId.size();
    }

    /**
     * Up to {@code limit} nodes with all these labels for which the rest holds, in the order of names.
     *
     * @param after key of the last one before; empty for the first
     */
    public List<NodeEntry> page(Map<String, String> labels, Predicate<NodeEntry> rest, String after, int limit) {
        List<NodeEntry> page = new ArrayList<>();
        for (NodeEntry entry : smallest(labels).tailMap(after, false).values()) {
            if (entry.node().labels().entrySet().containsAll(labels.entrySet()) && rest.test(entry)) {
                page.add(entry);
                if (page.size() == limit) {
                    break;
                }
            }
        }
        return page;
    }

    private NavigableMap<String, NodeEntry> smallest(Map<String, String> labels) {
        NavigableMap<String, NodeEntry> smallest = byName;
        int least = Integer.MAX_VALUE;
        for (Map.Entry<String, String> label : labels.entrySet()) {
            NavigableMap<String, NodeEntry> holders = byLabel.get(Map.entry(label.getKey(), label.getValue()));
            if (holders == null) {
                return new TreeMap<>();
            }
            // A skip list counts by walking; with one label there is nothing to compare.
            int size = labels.size() == 1 ? 0 : holders.size();
            if (size < least) {
                smallest = holders;
                least = size;
            }
        }
        return smallest;
    }

    private void unlink(NodeEntry entry) {
        byName.remove(entry.key());
        entry.node()
                .labels()
                .entrySet()
                .forEach(
                        label -> byLabel.computeIfPresent(Map.entry(label.getKey(), label.getValue()), (_, holders) -> {
                            holders.remove(entry.key());
                            return holders.isEmpty() ? null : holders;
                        }));
    }
}
