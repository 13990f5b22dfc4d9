package dev.sallyport.proxy.tunnel;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The live table: streams by node id, newest first; ids by name, without regard to case, as host names are. Remembers names that were
 * here, so that a person hears "not connected" and not "no such host". Safe on any thread.
 */
public final class LiveNodes {

    private static final int MAX_REMEMBERED = 20_000;

    private final int streamsPerNode;
    private final Map<String, List<NodeStream>> byId = new HashMap<>();
    private final Map<String, Set<String>> byName = new HashMap<>();
    private final Map<String, Boolean> gone = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MAX_REMEMBERED;
        }
    };

    LiveNodes(int streamsPerNode) {
        this.streamsPerNode = streamsPerNode;
    }

    /** Adds a stream; returns the one that must give way to it, if any. */
    synchronized @Nullable NodeStream add(NodeStream stream) {
        Node node = stream.node();
        List<NodeStream> streams = byId.computeIfAbsent(node.id(), id -> new ArrayList<>(1));
        streams.addFirst(stream);
        byName.computeIfAbsent(key(node.name()), name -> new TreeSet<>()).add(node.id());
        return streams.size() > streamsPerNode ? streams.getLast() : null;
    }

    synchronized void remove(NodeStream stream) {
        Node node = stream.node();
        List<NodeStream> streams = byId.get(node.id());
        if (streams == null || !streams.remove(stream)) {
            return;
        }
        if (streams.isEmpty()) {
            byId.remove(node.id());
        }
        if (streams.stream().noneMatch(other -> key(other.node().name()).equals(key(node.name())))) {
            forgetName(node);
        }
    }

    private void forgetName(Node node) {
        Set<String> ids = byName.get(key(node.name()));
        if (ids != null) {
            ids.remove(node.id());
            if (ids.isEmpty()) {
                byName.remove(key(node.name()));
            }
        }
        gone.put(node.id(), true);
        gone.put(key(node.name()), true);
    }

    /** Streams of the node with this id, newest first. */
    public synchronized List<NodeStream> streams(String nodeId) {
        return List.copyOf(byId.getOrDefault(nodeId, List.of()));
    }

    /** Ids of the nodes that are here under this name, in order. */
    public synchronized List<String> ids(String name) {
        return List.copyOf(byName.getOrDefault(key(name), Set.of()));
    }

    /** Whether a node with this id or name was here, and is not now. */
    public synchronized boolean wasHere(String target) {
        return gone.containsKey(key(target));
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
