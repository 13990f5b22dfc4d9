package dev.sallyport.proxy.relay;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Stands at the end of a pipeline while its connection waits to be relayed, and keeps what comes all the same. A connection that does
 * not read may still hand over bytes: epoll reads up to the end of input when the peer has shut down its side.
 */
public final class HeldBytes extends ChannelInboundHandlerAdapter {

    /** More than a socket's receive buffer never comes, unless its limits were raised far. */
    private static final int MAX_BYTES = 8 * 1024 * 1024;

    private final Queue<ByteBuf> held = new ArrayDeque<>(2);
    private int bytes;
    private boolean inputEnded;
    private boolean handedOver;

    /** Nothing yet. */
    public HeldBytes() {}

    /** Keeps bytes that were read before this handler stood there; takes them over. */
    public void keep(ByteBuf more) {
        if (!more.isReadable()) {
            more.release();
            return;
        }
        bytes += more.readableBytes();
        held.add(more);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        keep((ByteBuf) message);
        if (bytes > MAX_BYTES) {
            var _ = context.close();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            inputEnded = true;
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (!handedOver) {
            release();
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        if (!handedOver) {
            release();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        var _ = context.close();
    }

    /** Gives the bytes, in order; the taker releases them. */
    Queue<ByteBuf> take() {
        handedOver = true;
        return held;
    }

    boolean inputEnded() {
        return inputEnded;
    }

    private void release() {
        for (ByteBuf buffer = held.poll(); buffer != null; buffer = held.poll()) {
            buffer.release();
        }
    }
}
