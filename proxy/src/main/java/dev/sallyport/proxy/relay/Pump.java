package dev.sallyport.proxy.relay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GenericFutureListener;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a relay: reads here, writes there. One buffer is kept back until the batch ends, so that the batch's last write
 * carries the promise that tells of its delivery, and all others need none.
 */
final class Pump extends ChannelInboundHandlerAdapter implements GenericFutureListener<Future<? super Void>> {

    private final Relay relay;
    private final Channel to;
    private @Nullable ByteBuf last;
    private long written;
    private volatile long delivered;
    private long taken;
    private boolean inputEnded;
    private boolean discarding;
    private boolean done;

    Pump(Relay relay, Channel to) {
        this.relay = relay;
        this.to = to;
    }

    void deliver(Queue<ByteBuf> began) {
        for (ByteBuf buffer = began.poll(); buffer != null; buffer = began.poll()) {
            write(buffer);
        }
        flush();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (inputEnded || discarding) {
            ((ByteBuf) message).release();
            return;
        }
        write((ByteBuf) message);
    }

    /** The other side has ended for good and takes no more; what still comes has nowhere to go. */
    void discard() {
        if (!discarding) {
            discarding = true;
            done = true;
        }
    }

    private void write(ByteBuf buffer) {
        if (last != null) {
            var _ = to.write(last, to.voidPromise());
        }
        written += buffer.readableBytes();
        last = buffer;
    }

    private void flush() {
        if (last != null) {
            ByteBuf buffer = last;
            last = null;
            to.writeAndFlush(buffer, new Delivery(to, written)).addListener(this);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        flush();
        if (!to.isWritable()) {
            context.channel().config().setAutoRead(false);
        }
    }

    /** A write to this side's peer has gone out, or failed. */
    @Override
    public void operationComplete(Future<? super Void> write) {
        if (write.isSuccess()) {
            delivered = ((Delivery) write).upTo();
        } else {
            relay.reset();
        }
    }

    /** This side takes bytes again, or does not: the other side reads accordingly. */
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        to.config().setAutoRead(context.channel().isWritable());
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            inputEnded();
        } else if (event instanceof SslCloseCompletionEvent && saidFarewell(context)) {
            // This TLS library ends both directions with a peer's farewell.
            relay.takesNoMore(context.channel());
            inputEnded();
        }
    }

    /** Whether the event tells of the peer's end, not of our own. */
    private static boolean saidFarewell(ChannelHandlerContext context) {
        SslHandler tls = context.pipeline().get(SslHandler.class);
        return tls != null && tls.engine().isInboundDone();
    }

    /** Passes the end on, behind all bytes. */
    void inputEnded() {
        if (inputEnded) {
            return;
        }
        inputEnded = true;
        flush();
        relay.directionDone();
        if (discarding) {
            return;
        }
        to.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(drained -> {
            if (drained.isSuccess()) {
                shutdownOutput();
            } else {
                relay.reset();
            }
        });
    }

    private void shutdownOutput() {
        SslHandler tls = to.pipeline().get(SslHandler.class);
        Future<?> shut = tls == null ? ((DuplexChannel) to).shutdownOutput() : tls.closeOutbound();
        shut.addListener(end -> {
            done = true;
            relay.directionDone();
        });
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        relay.reset();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (last != null) {
            last.release();
            last = null;
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        channelInactive(context);
    }

    /** Nothing more comes from here, and all that came is delivered, its end included. */
    boolean done() {
        return inputEnded && done;
    }

    boolean inputHasEnded() {
        return inputEnded;
    }

    long delivered() {
        return delivered;
    }

    /** What was delivered since this was last asked. */
    long takeDelivered() {
        long fresh = delivered - taken;
        taken = delivered;
        return fresh;
    }
}
