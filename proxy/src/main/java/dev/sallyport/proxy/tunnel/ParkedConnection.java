package dev.sallyport.proxy.tunnel;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.util.ReferenceCountUtil;

/** Stands at the end of a waiting data connection's pipeline: an agent that speaks or ends before its session starts has spoiled it. */
final class ParkedConnection extends ChannelInboundHandlerAdapter {

    private Runnable onGone = () -> {};
    private volatile boolean spoiled;

    /** What to run when the connection is gone before it was taken. */
    void onGone(Runnable run) {
        onGone = run;
    }

    boolean spoiled() {
        return spoiled;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ReferenceCountUtil.release(message);
        spoil(context);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent || event instanceof SslCloseCompletionEvent) {
            spoil(context);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        spoil(context);
    }

    private void spoil(ChannelHandlerContext context) {
        spoiled = true;
        var _ = context.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        spoiled = true;
        onGone.run();
    }
}
