package dev.sallyport.proxy.tunnel;

import dev.sallyport.protocols.tunnel.Service;
import dev.sallyport.protocols.tunnel.Start;
import dev.sallyport.protocols.tunnel.StreamKey;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.EventLoop;
import java.util.UUID;
import java.util.function.Consumer;

/** A data connection that an agent opened and proved, and that nobody uses yet. It does not read. */
public final class DataConnection {

    private final Channel channel;
    private final byte[] nonce;
    private final StreamKey key;
    private final ParkedConnection parked;

    DataConnection(Channel channel, byte[] nonce, StreamKey key) {
        this.channel = channel;
        this.nonce = nonce;
        this.key = key;
        this.parked = new ParkedConnection();
    }

    /** Stands at the pipeline's end until somebody takes the connection. */
    ParkedConnection parked() {
        return parked;
    }

    boolean usable() {
        return channel.isActive() && !parked.spoiled();
    }

    boolean on(EventLoop loop) {
        return channel.eventLoop().equals(loop);
    }

    /** Closes it unused. */
    public void close() {
        var _ = channel.close();
    }

    /**
     * Brings the connection to an event loop, tells the agent that its session starts, and hands the channel over, on that loop. Nothing
     * is read meanwhile, so nothing can be lost on the move.
     *
     * @param ready takes the channel
     * @param lost run on that loop where the connection turns out to be gone
     */
    public void start(
            EventLoop loop, Service service, UUID session, String source, Consumer<Channel> ready, Runnable lost) {
        byte[] start = new Start(service, session, source).encode(nonce, key);
        Runnable begin = () -> {
            if (!usable()) {
                var _ = channel.close();
                lost.run();
                return;
            }
            channel.pipeline().remove(parked);
            channel.writeAndFlush(Unpooled.wrappedBuffer(start)).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
            ready.accept(channel);
        };
        channel.eventLoop().execute(() -> moveTo(loop, begin, lost));
    }

    private void moveTo(EventLoop loop, Runnable begin, Runnable lost) {
        if (on(loop)) {
            begin.run();
            return;
        }
        channel.deregister()
                .addListener(left -> loop.register(channel).addListener(arrived -> {
                    if (arrived.isSuccess()) {
                        begin.run();
                    } else {
                        var _ = channel.close();
                        loop.execute(lost);
                    }
                }));
    }
}
