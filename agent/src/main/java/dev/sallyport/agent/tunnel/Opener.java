package dev.sallyport.agent.tunnel;

import dev.sallyport.protocols.tunnel.DataPreface;
import dev.sallyport.protocols.tunnel.Start;
import dev.sallyport.protocols.tunnel.StartPeek;
import dev.sallyport.protocols.tunnel.StreamKey;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousChannelGroup;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Opens data connections of one control stream: connect, preface, and the wait for the proxy's start. */
final class Opener {

    private final InetSocketAddress proxy;
    private final byte[] streamId;
    private final StreamKey key;
    private final TunnelTls tls;
    private final TunnelSettings settings;
    private final AsynchronousChannelGroup group;
    private final SecureRandom random;
    private final ScheduledExecutorService timer;
    private final Set<DataLink> waiting = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    Opener(
            InetSocketAddress proxy,
            byte[] streamId,
            StreamKey key,
            TunnelTls tls,
            TunnelSettings settings,
            AsynchronousChannelGroup group,
            SecureRandom random,
            ScheduledExecutorService timer) {
        this.proxy = proxy;
        this.streamId = streamId;
        this.key = key;
        this.tls = tls;
        this.settings = settings;
        this.group = group;
        this.random = random;
        this.timer = timer;
    }

    /** Connects; nothing is said yet. */
    DataLink connect(Wrapping.Way way) throws IOException {
        return way == Wrapping.Way.TLS
                ? DataLink.Tls.open(proxy, tls, settings.handshakeLimit())
                : DataLink.Bare.open(proxy, group, settings.handshakeLimit());
    }

    /**
     * Says who this is and waits until a session begins; closes the connection when none does.
     *
     * @param dialId 16 bytes; null for a spare
     * @param limit for the proxy's start; null waits as long as the stream lives
     */
    Start await(DataLink link, byte @Nullable [] dialId, @Nullable Duration limit) throws IOException {
        waiting.add(link);
        try {
            if (closed) {
                throw new IOException("the control stream has ended");
            }
            return pair(link, dialId, limit);
        } catch (IOException | RuntimeException e) {
            link.close();
            throw e;
        } finally {
            waiting.remove(link);
        }
    }

    /** Ends every connection that still waits; those with a session go on. */
    void close() {
        closed = true;
        waiting.forEach(DataLink::close);
    }

    /** How many wait for their start now. */
    int waiting() {
        return waiting.size();
    }

    private Start pair(DataLink link, byte @Nullable [] dialId, @Nullable Duration limit) throws IOException {
        byte[] nonce = new byte[DataPreface.ID_BYTES];
        random.nextBytes(nonce);
        link.out()
                .write(
                        dialId == null
                                ? DataPreface.spare(streamId, nonce, key)
                                : DataPreface.answer(streamId, dialId, nonce, key));
        link.out().flush();
        ScheduledFuture<?> cut =
                limit == null ? null : timer.schedule(link::close, limit.toMillis(), TimeUnit.MILLISECONDS);
        try {
            return readStart(link, nonce);
        } finally {
            if (cut != null) {
                cut.cancel(false);
            }
        }
    }

    /** Reads not one byte more than the start has: the next is the session's. */
    private Start readStart(DataLink link, byte[] nonce) throws IOException {
        byte[] bytes = new byte[256];
        int have = 0;
        while (true) {
            switch (Start.peek(ByteBuffer.wrap(bytes, 0, have), nonce, key)) {
                case StartPeek.Genuine(Start start, int ignored) -> {
                    return start;
                }
                case StartPeek.Wrong(String reason) -> throw new IOException(reason);
                case StartPeek.More(int wanted) -> {
                    int read = link.in().readNBytes(bytes, have, wanted - have);
                    have += read;
                    if (have < wanted) {
                        throw new EOFException("the connection ended before a session began");
                    }
                }
            }
        }
    }
}
