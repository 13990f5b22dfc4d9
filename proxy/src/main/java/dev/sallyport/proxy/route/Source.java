package dev.sallyport.proxy.route;

import dev.sallyport.protocols.tunnel.Start;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** Where a client came from, as agents are told. */
public final class Source {

    private Source() {}

    /** {@code 1.2.3.4:567}, {@code [2001:db8::1]:567}; empty where it is not known any more. */
    public static String of(@Nullable SocketAddress address) {
        if (!(address instanceof InetSocketAddress inet) || inet.isUnresolved()) {
            return "";
        }
        String host = inet.getAddress().getHostAddress();
        int zone = host.indexOf('%');
        String plain = zone < 0 ? host : host.substring(0, zone);
        String text = (plain.contains(":") ? "[" + plain + "]" : plain) + ":" + inet.getPort();
        return text.length() <= Start.MAX_SOURCE_BYTES ? text : "";
    }
}
