package dev.sallyport.agent.tunnel;

import java.time.Duration;
import java.util.Optional;

/**
 * How the tunnel behaves.
 *
 * @param proxy HOST:PORT; a host with several addresses stands for several proxies
 * @param connections control streams to keep; empty: 2 where the host has several addresses, else 1
 * @param version of this agent, told to the proxy
 * @param handshakeLimit for connecting, TLS and the welcome of a control stream, each
 * @param startLimit for the proxy's answer on a data connection that it asked for
 * @param bareLimit for the same while nobody knows whether bare connections get through
 * @param maxDials dials that may be on their way at a time; further ones are refused
 */
public record TunnelSettings(
        String proxy,
        Optional<Integer> connections,
        String version,
        Duration handshakeLimit,
        Duration startLimit,
        Duration bareLimit,
        int maxDials) {

    /** With limits that fit networks between continents. */
    public static TunnelSettings to(String proxy, Optional<Integer> connections, String version) {
        return new TunnelSettings(
                proxy,
                connections,
                version,
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                Duration.ofSeconds(2),
                128);
    }
}
