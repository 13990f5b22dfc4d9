package dev.sallyport.server.wiring;

import dev.sallyport.server.config.DaemonConfig;
import java.net.InetSocketAddress;
import java.util.Optional;

/** How the proxy of this process is reached from outside: as it is told, else as it listens. */
final class PublicAddresses {

    private PublicAddresses() {}

    /** The one port; empty where this process has no proxy. */
    static Optional<String> main(DaemonConfig config) {
        return config.proxy().map(proxy -> proxy.publicAddress().orElseGet(() -> asListened(proxy.listen())));
    }

    /** The port for ProxyJump; empty where there is none. */
    static Optional<String> ssh(DaemonConfig config) {
        return config.proxy()
                .flatMap(proxy ->
                        proxy.sshListen().map(listen -> proxy.sshPublicAddress().orElseGet(() -> asListened(listen))));
    }

    /** All interfaces have no address to tell: then this machine's name stands for them. */
    private static String asListened(String listen) {
        InetSocketAddress address = Addresses.listen(listen);
        boolean any = !address.isUnresolved() && address.getAddress().isAnyLocalAddress();
        return any ? HostName.get() + ":" + address.getPort() : listen;
    }
}
