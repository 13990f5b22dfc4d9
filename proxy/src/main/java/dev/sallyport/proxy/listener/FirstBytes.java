package dev.sallyport.proxy.listener;

import dev.sallyport.protocols.knock.Knock;
import dev.sallyport.protocols.tls.ClientHello;
import dev.sallyport.protocols.tls.HelloPeek;
import dev.sallyport.protocols.tls.Opening;
import dev.sallyport.proxy.count.Count;
import dev.sallyport.proxy.count.Counts;
import dev.sallyport.proxy.guard.Admission;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands in a new connection's pipeline until its beginning is known: reads on demand, keeps at most 16 KiB, and leaves. How long it may
 * take is the admission's business.
 */
final class FirstBytes extends ChannelInboundHandlerAdapter {

    private static final Logger log = LoggerFactory.getLogger(FirstBytes.class);

    private final Ways ways;
    private final Admission admission;
    private final Counts counts;
    private @Nullable ByteBuf began;

    FirstBytes(Ways ways, Admission admission, Counts counts) {
        this.ways = ways;
        this.admission = admission;
        this.counts = counts;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = began == null ? (ByteBuf) message : joined(context, began, (ByteBuf) message);
        began = bytes;
        ByteBuffer view = bytes.nioBuffer();
        switch (Opening.of(view)) {
            case MORE -> {}
            case TLS -> tls(context, bytes, view);
            case KNOCK -> knock(context, bytes);
            case DATA -> {
                leave(context);
                ways.data(context.channel(), bytes, admission);
            }
            case SSH -> {
                leave(context);
                ways.ssh(context.channel(), bytes);
            }
            case UNKNOWN -> bad(context, "nothing that is spoken here");
        }
    }

    private static ByteBuf joined(ChannelHandlerContext context, ByteBuf first, ByteBuf second) {
        ByteBuf both = context.alloc().buffer(first.readableBytes() + second.readableBytes());
        both.writeBytes(first).writeBytes(second);
        first.release();
        second.release();
        return both;
    }

    private void tls(ChannelHandlerContext context, ByteBuf bytes, ByteBuffer view) {
        switch (ClientHello.peek(view)) {
            case HelloPeek.More _ -> {}
            case HelloPeek.Malformed(String reason) -> bad(context, reason);
            case HelloPeek.Complete(ClientHello hello) -> {
                leave(context);
                ways.tls(context.channel(), hello, bytes, admission);
            }
        }
    }

    private void knock(ChannelHandlerContext context, ByteBuf bytes) {
        byte[] head = new byte[Math.min(bytes.readableBytes(), Knock.HEAD_BYTES)];
        bytes.getBytes(bytes.readerIndex(), head);
        int length = Knock.length(head);
        if (length >= 0 && (head.length < Knock.HEAD_BYTES || bytes.readableBytes() < length)) {
            return;
        }
        leave(context);
        // A knock of an impossible length gets the answer that a wrong one gets.
        byte[] body = new byte[Math.max(length - Knock.HEAD_BYTES, 0)];
        bytes.skipBytes(Knock.HEAD_BYTES).readBytes(body);
        ways.knock(context.channel(), body, bytes, admission);
    }

    /** From here on the bytes belong to whoever comes next. */
    private void leave(ChannelHandlerContext context) {
        began = null;
        context.pipeline().remove(this);
    }

    private void bad(ChannelHandlerContext context, String why) {
        counts.add(Count.BAD_BEGINNINGS);
        log.debug("closed reason=\"{}\" source={}", why, context.channel().remoteAddress());
        context.channel().config().setOption(ChannelOption.SO_LINGER, 0);
        var _ = context.close();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (context.channel().isActive()) {
            context.read();
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        context.read();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            bad(context, "it ended in its beginning");
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        var _ = context.close();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        if (began != null) {
            began.release();
            began = null;
        }
    }
}
