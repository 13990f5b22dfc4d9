package dev.sallyport.proxy.tunnel;

import dev.sallyport.protocols.tunnel.DataPreface;
import dev.sallyport.proxy.count.Count;
import dev.sallyport.proxy.guard.Admission;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The beginning of an agent's data connection, bare or behind TLS: 88 bytes, then it is parked. The connection reads on demand only. */
public final class DataHandler extends ChannelInboundHandlerAdapter {

    private static final Logger log = LoggerFactory.getLogger(DataHandler.class);

    private final Tunnels tunnels;
    private final Admission admission;
    private final byte[] preface = new byte[DataPreface.BYTES];
    private int filled;
    private boolean over;

    /** For one connection. */
    public DataHandler(Tunnels tunnels, Admission admission) {
        this.tunnels = tunnels;
        this.admission = admission;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        try {
            int taken = Math.min(bytes.readableBytes(), preface.length - filled);
            bytes.readBytes(preface, filled, taken);
            filled += taken;
            if (bytes.isReadable()) {
                refuse(context, "bytes before the session started");
            } else if (filled == preface.length) {
                arrived(context, DataPreface.parse(preface));
            }
        } finally {
            bytes.release();
        }
    }

    private void arrived(ChannelHandlerContext context, @Nullable DataPreface parsed) {
        NodeStream stream = parsed == null ? null : tunnels.proved(parsed);
        if (parsed == null || stream == null) {
            refuse(context, "no proof of a stream that is open here");
            return;
        }
        over = true;
        admission.proved();
        context.channel().config().setAutoRead(false);
        DataConnection connection = new DataConnection(context.channel(), parsed.nonce(), stream.key());
        context.pipeline().replace(this, null, connection.parked());
        if (!stream.arrived(connection, parsed)) {
            refuse(context, "nobody waits for it: kind=" + parsed.kind());
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (!over) {
            context.read();
        }
    }

    private void refuse(ChannelHandlerContext context, String why) {
        over = true;
        tunnels.counts().add(Count.DATA_REFUSED);
        log.debug(
                "data connection refused reason=\"{}\" source={}",
                why,
                context.channel().remoteAddress());
        var _ = context.channel().close();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            var _ = context.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        log.debug("data connection failed reason=\"{}\"", cause.toString());
        var _ = context.close();
    }
}
