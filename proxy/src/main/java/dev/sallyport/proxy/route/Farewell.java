package dev.sallyport.proxy.route;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import java.util.concurrent.TimeUnit;

/**
 * Says a last word so that it arrives: writes it, shuts down the output, and reads on for a moment, because a socket that is closed over
 * unread bytes sends a reset, which may overtake the word.
 */
public final class Farewell extends ChannelInboundHandlerAdapter {

    private static final int MOMENT_SECONDS = 2;
    private static final int MAX_IGNORED_BYTES = 64 * 1024;

    private int ignored;

    private Farewell() {}

    /** Says it and closes; on the channel's event loop, when nothing else stands in the pipeline's way. */
    public static void say(Channel channel, byte[] word) {
        channel.pipeline().addLast(new Farewell());
        channel.writeAndFlush(Unpooled.wrappedBuffer(word)).addListener(written -> {
            if (written.isSuccess()) {
                var _ = ((DuplexChannel) channel).shutdownOutput();
            } else {
                var _ = channel.close();
            }
        });
        channel.config().setAutoRead(true);
        var _ = channel.eventLoop().schedule(() -> end(channel), MOMENT_SECONDS, TimeUnit.SECONDS);
    }

    private static void end(Channel channel) {
        var _ = channel.close();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        ignored += bytes.readableBytes();
        bytes.release();
        if (ignored > MAX_IGNORED_BYTES) {
            var _ = context.close();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            var _ = context.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        var _ = context.close();
    }
}
