package dev.sallyport.proxy.tunnel;

import com.google.protobuf.ByteString;
import dev.sallyport.api.v1.AgentStream;
import dev.sallyport.api.v1.ControlFrame;
import dev.sallyport.api.v1.Dial;
import dev.sallyport.api.v1.GoAway;
import dev.sallyport.api.v1.Ping;
import dev.sallyport.api.v1.PolicyHint;
import dev.sallyport.api.v1.SignedPolicy;
import dev.sallyport.protocols.tunnel.DataKind;
import dev.sallyport.protocols.tunnel.DataPreface;
import dev.sallyport.protocols.tunnel.FrameReader;
import dev.sallyport.protocols.tunnel.StreamKey;
import dev.sallyport.proxy.count.Count;
import dev.sallyport.proxy.count.Counts;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One control stream of one node, from its welcome to its end. */
public final class NodeStream {

    private static final Logger log = LoggerFactory.getLogger(NodeStream.class);

    private final Channel control;
    private final StreamId id;
    private final StreamKey key;
    private final Node node;
    private final List<String> services;
    private final Duration dialTimeout;
    private final Counts counts;
    private final SecureRandom random;
    private final Spares spares;
    private final boolean keepsSpares;
    private final Dials dials;
    private final Pings pings;
    private volatile boolean ended;
    private volatile long heard = System.nanoTime();

    NodeStream(Channel control, StreamId id, StreamKey key, Node node, List<String> services, Tunnels tunnels) {
        this.control = control;
        this.id = id;
        this.key = key;
        this.node = node;
        this.services = services;
        this.dialTimeout = tunnels.limits().dialTimeout();
        this.counts = tunnels.counts();
        this.random = tunnels.random();
        // One more than is asked for: an agent may be quicker with the next than we with taking the last.
        this.spares = new Spares(tunnels.limits().spares() + 1);
        this.keepsSpares = tunnels.limits().spares() > 0;
        this.dials = new Dials(tunnels.limits().dialsPerStream(), tunnels.dialsOnTheirWay());
        this.pings = new Pings(control.eventLoop());
    }

    /** Who it is, as the certificate says. */
    public Node node() {
        return node;
    }

    StreamId id() {
        return id;
    }

    StreamKey key() {
        return key;
    }

    /** Whether the agent said that it has this service. */
    public boolean offers(String service) {
        return services.contains(service);
    }

    AgentStream report() {
        return AgentStream.newBuilder()
                .setStreamId(ByteString.copyFrom(id.bytes()))
                .setNodeId(node.id())
                .setName(node.name())
                .build();
    }

    /**
     * Gets a data connection: a waiting one at once, else by asking the agent to connect back.
     *
     * @param near the event loop that will use it
     */
    public void dial(EventLoop near, DialListener listener) {
        DataConnection spare = spares.take(near).orElse(null);
        if (spare != null) {
            counts.add(Count.SPARES_USED);
            send(dialFrame(new byte[0]));
            listener.connected(spare);
            return;
        }
        byte[] dialId = StreamId.random(random).bytes();
        long begun = System.nanoTime();
        long look = dialTimeout.toMillis() / 2;
        Future<?> watch = near.scheduleWithFixedDelay(() -> watch(dialId, begun), look, look, TimeUnit.MILLISECONDS);
        if (!dials.add(dialId, listener, watch)) {
            watch.cancel(false);
            fail(listener, new DialFailure(DialFailure.Kind.BUSY, "too many dials wait for this agent"));
            return;
        }
        counts.add(Count.DIALS);
        send(dialFrame(dialId));
        if (ended) {
            failAll();
        }
    }

    private static ControlFrame dialFrame(byte[] dialId) {
        return ControlFrame.newBuilder()
                .setDial(Dial.newBuilder().setDialId(ByteString.copyFrom(dialId)))
                .build();
    }

    /** An agent that is slow, on a host with more to do than it can, is waited for as long as it shows that it lives. */
    private void watch(byte[] dialId, long begun) {
        Duration most = dialTimeout.multipliedBy(TunnelLimits.SLOW_AGENT);
        Duration waited = since(begun);
        if (waited.compareTo(most) >= 0) {
            timeout(dialId, most);
        } else if (waited.compareTo(dialTimeout) >= 0 && since(heard).compareTo(dialTimeout) > 0) {
            timeout(dialId, dialTimeout);
        } else {
            control.eventLoop().execute(this::ping);
        }
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }

    private void timeout(byte[] dialId, Duration limit) {
        DialListener listener = dials.take(dialId);
        if (listener != null) {
            log.info("dial timed out node={} stream={}", node.id(), id);
            fail(listener, new DialFailure(DialFailure.Kind.TIMEOUT, "no answer within " + limit.toSeconds() + " s"));
        }
    }

    /** Something came on the stream. */
    void heard() {
        heard = System.nanoTime();
    }

    void refused(byte[] dialId, String reason) {
        DialListener listener = dials.take(dialId);
        if (listener != null) {
            fail(listener, new DialFailure(DialFailure.Kind.REFUSED, reason));
        }
    }

    private void fail(DialListener listener, DialFailure failure) {
        counts.add(Count.DIALS_FAILED);
        listener.failed(failure);
    }

    /** A data connection of this stream came, and its proof is right; false where nobody waits for it. */
    boolean arrived(DataConnection connection, DataPreface preface) {
        if (preface.kind() == DataKind.SPARE) {
            connection.parked().onGone(() -> spares.remove(connection));
            return spares.add(connection);
        }
        DialListener listener = dials.take(preface.dialId());
        if (listener == null) {
            return false;
        }
        if (keepsSpares) {
            // Somebody goes there: the next passage shall not wait. Agents that nobody visits keep none, and cost a
            // stream only.
            send(dialFrame(new byte[0]));
        }
        listener.connected(connection);
        return true;
    }

    void probe(Duration patience, Consumer<OptionalLong> answer) {
        control.eventLoop().execute(() -> {
            if (ended) {
                answer.accept(OptionalLong.empty());
            } else {
                pings.probe(this::ping, patience, answer);
            }
        });
    }

    void ping() {
        ping(pings.nextId());
    }

    private void ping(long pingId) {
        send(ControlFrame.newBuilder().setPing(Ping.newBuilder().setId(pingId)).build());
    }

    void pong(long pingId) {
        pings.pong(pingId);
    }

    /** Asks the agent to go elsewhere. */
    void goAway(String reason) {
        send(ControlFrame.newBuilder()
                .setGoAway(GoAway.newBuilder().setReason(reason))
                .build());
    }

    /** The agent is to ask auth what it decides by. */
    void letAsk() {
        send(ControlFrame.newBuilder()
                .setPolicyHint(PolicyHint.getDefaultInstance())
                .build());
    }

    /** What the agent decides by; it verifies that itself. */
    void hand(SignedPolicy policy) {
        send(ControlFrame.newBuilder().setPolicy(policy).build());
    }

    /** Sends a frame; an agent that does not read its frames is as good as gone. */
    void send(ControlFrame frame) {
        if (!control.isWritable()) {
            log.info("stream closed reason=\"does not read\" node={} stream={}", node.id(), id);
            var _ = control.close();
            return;
        }
        byte[] bytes = FrameReader.encode(frame.toByteArray());
        ByteBuf buffer = control.alloc().buffer(bytes.length).writeBytes(bytes);
        var _ = control.writeAndFlush(buffer, control.voidPromise());
    }

    /** Ends it, from any thread; the channel's end does the rest. */
    void close() {
        var _ = control.close();
    }

    /** The control connection has ended. */
    void end() {
        ended = true;
        spares.end();
        failAll();
        pings.end();
    }

    private void failAll() {
        for (DialListener listener : dials.takeAll()) {
            fail(listener, new DialFailure(DialFailure.Kind.GONE, "the agent's connection ended"));
        }
    }

    int spares() {
        return spares.size();
    }
}
