package dev.sallyport.proxy.tunnel;

import com.google.protobuf.ByteString;
import dev.sallyport.api.v1.AgentStream;
import dev.sallyport.api.v1.NodePolicy;
import dev.sallyport.protocols.tunnel.DataPreface;
import dev.sallyport.proxy.count.Count;
import dev.sallyport.proxy.count.Counts;
import dev.sallyport.proxy.link.LiveAgents;
import dev.sallyport.proxy.link.PresenceSink;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** All control streams of this proxy. Safe on any thread. */
public final class Tunnels implements LiveAgents {

    private final TunnelLimits limits;
    private final PresenceSink presence;
    private final Counts counts;
    private final InstantSource clock;
    private final SecureRandom random;
    private final LiveNodes nodes;
    private final Map<StreamId, NodeStream> streams = new ConcurrentHashMap<>();
    private final AtomicInteger dialsOnTheirWay = new AtomicInteger();
    private volatile boolean draining;

    /** No stream yet. */
    public Tunnels(
            TunnelLimits limits, PresenceSink presence, Counts counts, InstantSource clock, SecureRandom random) {
        this.limits = limits;
        this.presence = presence;
        this.counts = counts;
        this.clock = clock;
        this.random = random;
        this.nodes = new LiveNodes(limits.streamsPerNode());
    }

    TunnelLimits limits() {
        return limits;
    }

    Counts counts() {
        return counts;
    }

    InstantSource clock() {
        return clock;
    }

    SecureRandom random() {
        return random;
    }

    AtomicInteger dialsOnTheirWay() {
        return dialsOnTheirWay;
    }

    /** Which nodes there are. */
    public LiveNodes nodes() {
        return nodes;
    }

    /** Dials that wait for an answer, of all streams. */
    public int dialing() {
        return dialsOnTheirWay.get();
    }

    /** Control streams that are open. */
    public int size() {
        return streams.size();
    }

    void add(NodeStream stream) {
        streams.put(stream.id(), stream);
        NodeStream oldest = nodes.add(stream);
        counts.add(Count.STREAMS_OPENED);
        presence.up(stream.report());
        if (oldest != null) {
            oldest.close();
        }
        if (draining) {
            stream.close();
        }
    }

    void remove(NodeStream stream) {
        if (streams.remove(stream.id(), stream)) {
            nodes.remove(stream);
            counts.add(Count.STREAMS_ENDED);
            presence.down(ByteString.copyFrom(stream.id().bytes()));
        }
        stream.end();
    }

    /** The stream whose key signed this preface; null where there is none. */
    @Nullable
    NodeStream proved(DataPreface preface) {
        NodeStream stream = streams.get(StreamId.of(preface.streamId()));
        return stream != null && preface.signedBy(stream.key()) ? stream : null;
    }

    /** Sends the agents away; dials that are on their way still end. */
    public void drain() {
        draining = true;
        streams.values().forEach(stream -> stream.goAway("this proxy is about to stop"));
    }

    /** Ends all streams, and with them their spares; from any thread. */
    public void closeAll() {
        streams.values().forEach(NodeStream::close);
    }

    /** Whether {@link #drain} was called. */
    public boolean draining() {
        return draining;
    }

    @Override
    public List<AgentStream> open() {
        return streams.values().stream().map(NodeStream::report).toList();
    }

    @Override
    public void letAsk() {
        streams.values().forEach(NodeStream::letAsk);
    }

    @Override
    public void policy(NodePolicy policy) {
        nodes.streams(policy.getNodeId()).stream().findFirst().ifPresent(stream -> {
            if (policy.hasPolicy()) {
                stream.hand(policy.getPolicy());
            } else {
                stream.letAsk();
            }
        });
    }

    @Override
    public void removed(String nodeId) {
        nodes.streams(nodeId).forEach(stream -> {
            stream.goAway("this node was removed from the cluster: join it with a new token");
            stream.close();
        });
    }

    @Override
    public void probe(String nodeId, Duration patience, Consumer<OptionalLong> answer) {
        List<NodeStream> candidates = nodes.streams(nodeId);
        if (candidates.isEmpty()) {
            answer.accept(OptionalLong.empty());
        } else {
            candidates.getFirst().probe(patience, answer);
        }
    }
}
