package dev.sallyport.proxy.listener;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The event loops of one proxy, and how its sockets are set. Buffers grow with what a connection carries, from 512 bytes to 256 KiB: at that
 * size copying costs least, and one read at a time keeps the bytes in the processor's cache until they are written.
 */
public final class Transport implements AutoCloseable {

    private static final int MIN_READ = 512;
    private static final int FIRST_READ = 2048;
    private static final int MAX_READ = 256 * 1024;
    private static final WriteBufferWaterMark WATER_MARKS = new WriteBufferWaterMark(128 * 1024, 512 * 1024);
    private static final int BACKLOG = 4096;
    private static final int KEEP_IDLE_SECONDS = 60;
    private static final int KEEP_INTERVAL_SECONDS = 15;
    private static final int KEEP_COUNT = 4;

    private final EventLoopGroup loops;

    /** Starts so many event loops. */
    public Transport(int threads) {
        loops = new MultiThreadIoEventLoopGroup(
                threads, new DefaultThreadFactory("proxy-io", true), HalfClosedEpoll.newFactory());
    }

    /** The event loops. */
    public EventLoopGroup loops() {
        return loops;
    }

    /**
     * Listens.
     *
     * @param accepted stands first in each connection's pipeline
     * @throws Failure UNAVAILABLE where the address cannot be had
     */
    public Channel listen(InetSocketAddress address, ChannelHandler accepted) {
        ChannelFuture bound = new ServerBootstrap()
                .group(loops)
                .channel(EpollServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(EpollChannelOption.TCP_KEEPIDLE, KEEP_IDLE_SECONDS)
                .childOption(EpollChannelOption.TCP_KEEPINTVL, KEEP_INTERVAL_SECONDS)
                .childOption(EpollChannelOption.TCP_KEEPCNT, KEEP_COUNT)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARKS)
                .childOption(ChannelOption.RECVBUF_ALLOCATOR, reads())
                .childHandler(accepted)
                .bind(address)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw Failure.of(
                    FailureCode.UNAVAILABLE,
                    "cannot listen on " + address + ": " + bound.cause().getMessage()
                            + ". Next: look which program has the port, or set another one",
                    bound.cause());
        }
        return bound.channel();
    }

    /** Makes outgoing connections with the same settings; choose the event loop with {@code clone(loop)}. */
    public Bootstrap dialer(Duration timeout) {
        return new Bootstrap()
                .channel(EpollSocketChannel.class)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(timeout.toMillis()))
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARKS)
                .option(ChannelOption.RECVBUF_ALLOCATOR, reads());
    }

    private static AdaptiveRecvByteBufAllocator reads() {
        AdaptiveRecvByteBufAllocator reads = new AdaptiveRecvByteBufAllocator(MIN_READ, FIRST_READ, MAX_READ);
        reads.maxMessagesPerRead(1);
        return reads;
    }

    @Override
    public void close() {
        loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(5000);
    }
}
