package dev.sallyport.proxy.tunnel;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.sallyport.api.v1.AgentHello;
import dev.sallyport.api.v1.ControlFrame;
import dev.sallyport.api.v1.Pong;
import dev.sallyport.api.v1.ProxyWelcome;
import dev.sallyport.protocols.tunnel.FrameOutcome;
import dev.sallyport.protocols.tunnel.FrameReader;
import dev.sallyport.protocols.tunnel.StreamKey;
import dev.sallyport.proxy.guard.Admission;
import dev.sallyport.proxy.tls.NodePeer;
import dev.sallyport.proxy.tls.ServerTls;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.concurrent.Future;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * A control connection behind its TLS: handshake, hello, welcome, frames. Whatever is not understood ends it: an agent that speaks
 * another language must not stay half connected.
 */
public final class ControlHandler extends ChannelInboundHandlerAdapter {

    private static final Logger log = LoggerFactory.getLogger(ControlHandler.class);
    private static final int SILENT_PINGS = 3;
    private static final Duration GOODBYE = Duration.ofSeconds(60);
    private static final Set<String> KNOWN_SERVICES = Set.of("ssh");

    private final ServerTls tls;
    private final Tunnels tunnels;
    private final Admission admission;
    private final FrameReader frames = new FrameReader();
    private @Nullable NodePeer peer;
    private @Nullable NodeStream stream;
    private @Nullable Future<?> tick;
    private long verifiedUnder;
    private int silentTicks;
    private boolean saidGoodbye;

    /** For one connection, whose time to prove itself ends with its hello. */
    public ControlHandler(ServerTls tls, Tunnels tunnels, Admission admission) {
        this.tls = tls;
        this.tunnels = tunnels;
        this.admission = admission;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        switch (event) {
            case SslHandshakeCompletionEvent done -> handshakeDone(context, done);
            case SslCloseCompletionEvent _ -> leave(context);
            case ChannelInputShutdownEvent _ -> leave(context);
            default -> {}
        }
    }

    private static void leave(ChannelHandlerContext context) {
        var _ = context.close();
    }

    private void handshakeDone(ChannelHandlerContext context, SslHandshakeCompletionEvent done) {
        if (!done.isSuccess()) {
            end(context, "TLS failed: " + done.cause().getMessage());
            return;
        }
        verify(context);
    }

    /** Who is there, under the CAs of this moment. */
    private void verify(ChannelHandlerContext context) {
        verifiedUnder = tls.trustRevision();
        try {
            peer = tls.node(context.pipeline().get(SslHandler.class));
        } catch (NodePeer.NoNode e) {
            end(context, e.getMessage());
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        try {
            ByteBuffer view = bytes.nioBuffer();
            boolean more = true;
            while (more && context.channel().isActive()) {
                more = next(context, frames.next(view));
            }
        } finally {
            bytes.release();
        }
    }

    /** Whether to look for another frame in the same bytes. */
    private boolean next(ChannelHandlerContext context, FrameOutcome outcome) {
        return switch (outcome) {
            case FrameOutcome.More _ -> false;
            case FrameOutcome.Frame(byte[] payload) -> {
                try {
                    take(context, ControlFrame.parseFrom(payload));
                } catch (InvalidProtocolBufferException e) {
                    end(context, "a frame that cannot be read");
                }
                yield true;
            }
            case FrameOutcome.Impossible(long length) -> {
                end(context, "a frame of " + length + " bytes");
                yield false;
            }
        };
    }

    private void take(ChannelHandlerContext context, ControlFrame frame) {
        silentTicks = 0;
        if (stream == null) {
            if (frame.hasAgentHello() && peer != null) {
                welcome(context, frame.getAgentHello(), peer);
            } else {
                end(context, "expected hello, got " + frame.getFrameCase());
            }
            return;
        }
        stream.heard();
        switch (frame.getFrameCase()) {
            case PING ->
                stream.send(ControlFrame.newBuilder()
                        .setPong(Pong.newBuilder().setId(frame.getPing().getId()))
                        .build());
            case PONG -> stream.pong(frame.getPong().getId());
            case DIAL_REFUSED ->
                stream.refused(
                        frame.getDialRefused().getDialId().toByteArray(),
                        frame.getDialRefused().getReason());
            case GO_AWAY -> log.debug("agent leaves node={}", stream.node().id());
            case AGENT_HELLO, PROXY_WELCOME, DIAL, POLICY_HINT, POLICY, FRAME_NOT_SET ->
                end(context, "a frame that has no place here: " + frame.getFrameCase());
        }
    }

    private void welcome(ChannelHandlerContext context, AgentHello hello, NodePeer node) {
        byte[] key = new byte[StreamKey.BYTES];
        tunnels.random().nextBytes(key);
        List<String> services = hello.getServicesList().stream()
                .filter(KNOWN_SERVICES::contains)
                .distinct()
                .toList();
        NodeStream fresh = new NodeStream(
                context.channel(),
                StreamId.random(tunnels.random()),
                new StreamKey(key),
                new Node(node.id(), node.name()),
                services,
                tunnels);
        stream = fresh;
        admission.proved();
        Duration ping = tunnels.limits().ping();
        log.info("stream opened node={} name={} stream={}", node.id(), node.name(), fresh.id());
        // In the table before the agent hears of it, which may answer at once. Frames that others send now wait for
        // this event loop, so that
        // the welcome is the first.
        tunnels.add(fresh);
        fresh.send(welcome(fresh, key));
        tick = context.executor()
                .scheduleWithFixedDelay(() -> tick(context), ping.toMillis(), ping.toMillis(), TimeUnit.MILLISECONDS);
    }

    private ControlFrame welcome(NodeStream fresh, byte[] key) {
        return ControlFrame.newBuilder()
                .setProxyWelcome(ProxyWelcome.newBuilder()
                        .setStreamId(ByteString.copyFrom(fresh.id().bytes()))
                        .setStreamKey(ByteString.copyFrom(key))
                        .setSpares(0)
                        .setTimeSeconds(tunnels.clock().instant().getEpochSecond())
                        .setPingSeconds((int) tunnels.limits().ping().toSeconds()))
                .build();
    }

    /** Once a ping interval: is it still there, and may it still be? */
    private void tick(ChannelHandlerContext context) {
        if (verifiedUnder != tls.trustRevision()) {
            verify(context);
        }
        if (stream == null || peer == null || !context.channel().isOpen()) {
            return;
        }
        Duration left = Duration.between(tunnels.clock().instant(), peer.notAfter());
        if (left.isNegative()) {
            end(context, "its certificate ended");
        } else if (++silentTicks > SILENT_PINGS) {
            end(context, "silent");
        } else {
            if (left.compareTo(GOODBYE) < 0 && !saidGoodbye) {
                saidGoodbye = true;
                stream.goAway("the certificate of this stream is about to end");
            }
            stream.ping();
        }
    }

    private void end(ChannelHandlerContext context, @Nullable String why) {
        // Strangers must not be able to fill the log.
        log.atLevel(peer == null ? Level.DEBUG : Level.INFO)
                .log(
                        "stream closed reason=\"{}\" source={} node={}",
                        why,
                        context.channel().remoteAddress(),
                        peer == null ? "unknown" : peer.id());
        leave(context);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (tick != null) {
            tick.cancel(false);
        }
        if (stream != null) {
            tunnels.remove(stream);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        log.debug("stream closed source={} reason=\"{}\"", context.channel().remoteAddress(), cause.toString());
        leave(context);
    }
}
