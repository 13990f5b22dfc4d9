package dev.sallyport.proxy.relay;

import dev.sallyport.proxy.count.Count;
import dev.sallyport.proxy.count.Counts;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import java.util.Queue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Two connections that are each other's pipe. Everything but {@link #cut} happens on the event loop that both share.
 *
 * <p>How it ends: each side's end of input becomes the other side's, after all bytes before it are delivered; when both have ended,
 * both are closed. A reset, a failed write or a cut resets both at once, because bytes were lost and neither side may believe otherwise.
 */
public final class Relay {

    private static final Logger log = LoggerFactory.getLogger(Relay.class);

    private final Channel client;
    private final Channel agent;
    private final Counts counts;
    private final String what;
    private final Pump fromClient;
    private final Pump fromAgent;
    private Runnable onEnd = () -> {};
    private boolean over;
    private boolean clientFinished;
    private boolean agentFinished;
    private long seenBytes = -1;
    private long seenAtNanos;

    Relay(Channel client, Channel agent, Counts counts, String what) {
        this.client = client;
        this.agent = agent;
        this.counts = counts;
        this.what = what;
        this.fromClient = new Pump(this, agent);
        this.fromAgent = new Pump(this, client);
    }

    void begin(HeldBytes clientBegan, Runnable ended) {
        onEnd = ended;
        client.closeFuture().addListener(closed -> closed());
        agent.closeFuture().addListener(closed -> closed());
        agent.pipeline().addLast(fromAgent);
        client.pipeline().addLast(fromClient);
        Queue<ByteBuf> began = clientBegan.take();
        boolean inputEnded = clientBegan.inputEnded();
        client.pipeline().remove(clientBegan);
        fromClient.deliver(began);
        if (inputEnded) {
            fromClient.inputEnded();
        }
        agent.config().setAutoRead(true);
        client.config().setAutoRead(agent.isWritable());
    }

    /** Ends both connections with a reset; from any thread, at once. */
    public void cut() {
        if (client.eventLoop().inEventLoop()) {
            reset();
        } else {
            client.eventLoop().execute(this::reset);
        }
    }

    void reset() {
        if (!over && !(clientFinished && agentFinished)) {
            over = true;
            counts.add(Count.RELAYS_CUT);
            abort(client);
            abort(agent);
        }
    }

    private static void abort(Channel channel) {
        if (channel.isOpen()) {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
            // Straight to the socket: TLS would first say goodbye, and wait.
            channel.unsafe().close(channel.voidPromise());
        }
    }

    /** This side has ended in both directions: what the other side still sends is not wanted. */
    void takesNoMore(Channel side) {
        (side.equals(agent) ? fromClient : fromAgent).discard();
    }

    /**
     * One direction is through: its bytes and its end are delivered. A side that neither sends nor takes any more is closed at once; the other
     * may still have to take what is on its way.
     */
    void directionDone() {
        if (!clientFinished && fromClient.inputHasEnded() && fromAgent.done()) {
            clientFinished = true;
            var _ = client.close();
        }
        if (!agentFinished && fromAgent.inputHasEnded() && fromClient.done()) {
            agentFinished = true;
            var _ = agent.close();
        }
    }

    private void closed() {
        boolean clientLost = !client.isOpen() && !clientFinished;
        boolean agentLost = !agent.isOpen() && !agentFinished;
        if (clientLost || agentLost) {
            // Closed by a failure below us: what the other side still sends has nowhere to go.
            reset();
        }
        if (!client.isOpen() && !agent.isOpen()) {
            end();
        }
    }

    private void end() {
        account();
        Runnable ended = onEnd;
        onEnd = () -> {};
        ended.run();
        log.debug("relay ended {} to_agent={} to_client={}", what, fromClient.delivered(), fromAgent.delivered());
    }

    /** Adds what was delivered since the last time to the counters; from any thread. */
    synchronized void account() {
        counts.add(Count.TO_AGENT_BYTES, fromClient.takeDelivered());
        counts.add(Count.TO_CLIENT_BYTES, fromAgent.takeDelivered());
    }

    /** Bytes that the agent's end of the connection has taken. */
    public long deliveredToAgent() {
        return fromClient.delivered();
    }

    /** Bytes that the client's end of the connection has taken. */
    public long deliveredToClient() {
        return fromAgent.delivered();
    }

    /** The same of both. */
    long delivered() {
        return fromClient.delivered() + fromAgent.delivered();
    }

    /** Nanoseconds since bytes were last seen to move, as precise as the intervals at which this is asked. */
    long idleSince(long nowNanos) {
        long bytes = delivered();
        if (bytes != seenBytes) {
            seenBytes = bytes;
            seenAtNanos = nowNanos;
        }
        return nowNanos - seenAtNanos;
    }
}
