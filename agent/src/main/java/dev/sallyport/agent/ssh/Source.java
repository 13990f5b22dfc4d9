package dev.sallyport.agent.ssh;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/** Reads the address that the proxy saw: {@code 192.0.2.1:5555}, {@code [2001:db8::1]:5555}. Never asks a name service. */
final class Source {

    private Source() {}

    /** The address; empty when the text is none. */
    static Optional<InetSocketAddress> parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1) {
            return Optional.empty();
        }
        String host = text.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        try {
            int port = Integer.parseInt(text.substring(colon + 1));
            return Optional.of(new InetSocketAddress(InetAddress.ofLiteral(host), port));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
