package dev.sallyport.proxy.tunnel;

import java.time.Duration;

/**
 * Bounds of the tunnel.
 *
 * @param streamsPerNode control streams of one node; the oldest gives way
 * @param spares data connections that each stream keeps waiting after its first passage, 0 to 2
 * @param dialTimeout how long an agent has to connect back; one that shows that it lives, {@value #SLOW_AGENT} times as long
 * @param dialsPerStream dials on their way at a time
 * @param ping time between pings; three without any frame end a stream
 */
public record TunnelLimits(int streamsPerNode, int spares, Duration dialTimeout, int dialsPerStream, Duration ping) {

    /** Together it is less than clients wait, so that they hear why. */
    static final int SLOW_AGENT = 4;

    /** What runs in production. */
    public static final TunnelLimits DEFAULT =
            new TunnelLimits(4, 1, Duration.ofSeconds(5), 256, Duration.ofSeconds(20));

    /** Checks that the figures make sense. */
    public TunnelLimits {
        if (streamsPerNode < 1 || spares < 0 || spares > 2 || dialsPerStream < 1 || ping.toMillis() < 1000) {
            throw new IllegalArgumentException("tunnel limits out of range");
        }
    }
}
