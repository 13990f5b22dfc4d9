package dev.sallyport.proxy;

import java.time.Duration;

/**
 * Bounds of a proxy.
 *
 * @param handshakeTimeout how long a connection may take to prove something
 * @param dialTimeout how long an agent has to connect back; one that shows that it lives has more
 * @param connections at a time, of all kinds
 * @param unprovedPerSource connections from one address (of IPv6: one /64) that have proved nothing yet
 * @param spares data connections that each agent keeps waiting after its first passage, 0 to 2
 * @param ping time between pings of a control stream, at least 1 s; three without an answer end it
 * @param idle a passage that moves no byte for so long is closed
 */
public record ProxyLimits(
        Duration handshakeTimeout,
        Duration dialTimeout,
        int connections,
        int unprovedPerSource,
        int spares,
        Duration ping,
        Duration idle) {

    /** What runs where nothing else is said. */
    public static final ProxyLimits DEFAULT = new ProxyLimits(
            Duration.ofSeconds(10),
            Duration.ofSeconds(5),
            20_000,
            1_000,
            1,
            Duration.ofSeconds(20),
            Duration.ofHours(24));

    /** The same with other bounds of the listener. */
    public ProxyLimits withListener(int maxConnections, int maxUnprovedPerSource, Duration maxIdle) {
        return new ProxyLimits(
                handshakeTimeout, dialTimeout, maxConnections, maxUnprovedPerSource, spares, ping, maxIdle);
    }
}
