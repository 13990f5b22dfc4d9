package dev.sallyport.proxy.guard;

import dev.sallyport.proxy.count.Count;
import dev.sallyport.proxy.count.Counts;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Who may come in. Connections that have proved nothing are counted by source: an IPv4 address, or an IPv6 /64, because whoever has
 * one address of such a net has all of them.
 */
public final class Admissions {

    private final int maxConnections;
    private final int maxUnprovedPerSource;
    private final Duration timeToProve;
    private final Counts counts;
    private final AtomicInteger open = new AtomicInteger();
    private final Map<Source, Integer> unproved = new ConcurrentHashMap<>();

    /** Limits of one port, or of several that share them. */
    public Admissions(int maxConnections, int maxUnprovedPerSource, Duration timeToProve, Counts counts) {
        this.maxConnections = maxConnections;
        this.maxUnprovedPerSource = maxUnprovedPerSource;
        this.timeToProve = timeToProve;
        this.counts = counts;
    }

    /**
     * Admits a connection for so long as it takes to prove something; call on its event loop.
     *
     * @return null where a limit says no; then the caller closes
     */
    public @Nullable Admission admit(Channel channel) {
        Slot slot = admit(channel.remoteAddress());
        if (slot == null) {
            return null;
        }
        Admission admission = new Admission(this, slot, channel, timeToProve);
        channel.closeFuture().addListener(closed -> admission.end());
        return admission;
    }

    /** The same for a connection that is not Netty's, and whose time is somebody else's business. */
    public @Nullable Slot admit(@Nullable SocketAddress from) {
        Source source = Source.of(from);
        return enter(source) ? new Slot(this, source) : null;
    }

    private boolean enter(Source source) {
        counts.add(Count.ACCEPTED);
        boolean room = open.incrementAndGet() <= maxConnections;
        if (room && unproved.merge(source, 1, Integer::sum) <= maxUnprovedPerSource) {
            return true;
        }
        if (room) {
            leave(source);
        }
        open.decrementAndGet();
        counts.add(Count.REFUSED_LIMIT);
        return false;
    }

    void leave(Source source) {
        unproved.computeIfPresent(source, (key, many) -> many > 1 ? many - 1 : null);
    }

    void ended() {
        open.decrementAndGet();
    }

    void tooSlow() {
        counts.add(Count.BAD_BEGINNINGS);
    }

    /** Connections open now. */
    public int open() {
        return open.get();
    }

    /** Of these, so many have proved nothing yet. */
    public int unproved() {
        return unproved.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** What connections are counted by: the address's bytes, of IPv6 the first eight, as a number. */
    record Source(long high, boolean wide) {

        static Source of(@Nullable SocketAddress address) {
            byte[] bytes = address instanceof InetSocketAddress inet && inet.getAddress() != null
                    ? inet.getAddress().getAddress()
                    : new byte[0];
            long high = 0;
            for (int i = 0; i < Math.min(bytes.length, 8); i++) {
                high = high << 8 | (bytes[i] & 0xff);
            }
            return new Source(high, bytes.length > 4);
        }
    }
}
