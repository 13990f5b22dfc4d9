package dev.sallyport.auth.presence;

import com.google.protobuf.ByteString;
import dev.sallyport.api.v1.AgentStream;
import dev.sallyport.auth.state.Names;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The control streams of all agents, by node. A link holds a lease on what it reported: when it ends, its streams are
 * gone. A proxy that links again while its old link seems to live replaces it.
 */
public final class Presence {

    /** Streams of one proxy; more than any holds. */
    private static final int MAX_STREAMS = 200_000;

    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Holding> byProxy = new HashMap<>();
    private final Map<String, Set<Stream>> byNode = new HashMap<>();
    private final Map<String, Instant> lastSeen = new HashMap<>();

    public Presence(InstantSource clock) {
        this.clock = clock;
    }

    private record Stream(ProxyLink link, ByteString id) {}

    private record Holding(ProxyLink link, Map<ByteString, String> nodes) {}

    /** A link begins, with nothing. */
    public void begin(ProxyLink link) {
        Optional<ProxyLink> replaced;
        lock.lock();
        try {
            replaced = Optional.ofNullable(byProxy.get(link.proxyId())).map(Holding::link);
            replaced.ifPresent(this::drop);
            byProxy.put(link.proxyId(), new Holding(link, new HashMap<>()));
        } finally {
            lock.unlock();
        }
        replaced.ifPresent(old -> old.close("replaced by a new link of the same proxy"));
    }

    /** Streams that came. A node may have several, through several proxies. */
    public void up(ProxyLink link, List<AgentStream> streams) {
        lock.lock();
        try {
            Holding holding = byProxy.get(link.proxyId());
            if (holding == null || !holding.link().equals(link)) {
                return;
            }
            if (holding.nodes().size() + streams.size() > MAX_STREAMS) {
                throw Failure.of(FailureCode.EXHAUSTED, "a proxy reports more than " + MAX_STREAMS + " streams");
            }
            streams.forEach(stream -> {
                if (!Names.isId(stream.getNodeId())) {
                    throw Failure.of(FailureCode.INVALID, "a proxy reports a stream of a node whose id is no UUID");
                }
                removeStream(holding, stream.getStreamId());
                holding.nodes().put(stream.getStreamId(), stream.getNodeId());
                byNode.computeIfAbsent(stream.getNodeId(), _ -> new HashSet<>())
                        .add(new Stream(link, stream.getStreamId()));
            });
        } finally {
            lock.unlock();
        }
    }

    /** Streams that went. */
    public void down(ProxyLink link, List<ByteString> streams) {
        lock.lock();
        try {
            Holding holding = byProxy.get(link.proxyId());
            if (holding != null && holding.link().equals(link)) {
                streams.forEach(stream -> removeStream(holding, stream));
            }
        } finally {
            lock.unlock();
        }
    }

    /** A link ended, and with it all its streams. */
    public void end(ProxyLink link) {
        lock.lock();
        try {
            drop(link);
        } finally {
            lock.unlock();
        }
    }

    /** A link through which this node can be asked now; empty where it is offline. */
    public Optional<ProxyLink> linkTo(String node) {
        lock.lock();
        try {
            return byNode.getOrDefault(node, Set.of()).stream()
                    .map(Stream::link)
                    .findFirst();
        } finally {
            lock.unlock();
        }
    }

    /** The nodes that are online, each once, by a link through which it can be told something. */
    public Map<ProxyLink, List<String>> nodes() {
        lock.lock();
        try {
            Map<ProxyLink, List<String>> nodes = new HashMap<>();
            byNode.forEach((node, streams) -> nodes.computeIfAbsent(
                            streams.iterator().next().link(), _ -> new ArrayList<>())
                    .add(node));
            return nodes;
        } finally {
            lock.unlock();
        }
    }

    /** All links. */
    public List<ProxyLink> links() {
        lock.lock();
        try {
            return byProxy.values().stream().map(Holding::link).toList();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Nodes that went since the last call, with the time at which they were last seen.
     *
     * @param online whether those that are online belong to it too
     */
    public Map<String, Instant> takeSeen(boolean online) {
        lock.lock();
        try {
            Instant now = clock.instant();
            Map<String, Instant> seen = new HashMap<>(lastSeen);
            lastSeen.clear();
            if (online) {
                byNode.keySet().forEach(node -> seen.put(node, now));
            }
            return seen;
        } finally {
            lock.unlock();
        }
    }

    private void drop(ProxyLink link) {
        Holding holding = byProxy.get(link.proxyId());
        if (holding == null || !holding.link().equals(link)) {
            return;
        }
        new ArrayList<>(holding.nodes().keySet()).forEach(stream -> removeStream(holding, stream));
        byProxy.remove(link.proxyId());
    }

    private void removeStream(Holding holding, ByteString stream) {
        String node = holding.nodes().remove(stream);
        if (node == null) {
            return;
        }
        lastSeen.put(node, clock.instant());
        byNode.computeIfPresent(node, (_, streams) -> {
            streams.remove(new Stream(holding.link(), stream));
            return streams.isEmpty() ? null : streams;
        });
    }
}
