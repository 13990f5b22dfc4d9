package dev.sallyport.server.wiring;

import java.net.InetSocketAddress;

/** HOST:PORT of a configuration that was checked, as something to listen on. */
final class Addresses {

    private Addresses() {}

    static InetSocketAddress listen(String address) {
        int colon = address.lastIndexOf(':');
        String host = address.substring(0, colon).replaceAll("^\\[|]$", "");
        return new InetSocketAddress(host, Integer.parseInt(address.substring(colon + 1)));
    }

    /** HOST:PORT of what was bound. */
    static String text(InetSocketAddress bound) {
        String host = bound.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + bound.getPort();
    }

    /** HOST:PORT of what was bound; an address of all interfaces becomes loopback, because somebody is to connect to it. */
    static String reachable(InetSocketAddress bound) {
        String host = bound.getAddress().isAnyLocalAddress()
                ? "127.0.0.1"
                : bound.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + bound.getPort();
    }
}
