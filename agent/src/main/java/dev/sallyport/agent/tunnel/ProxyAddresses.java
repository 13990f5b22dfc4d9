package dev.sallyport.agent.tunnel;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Which address of the proxy's name the next control stream goes to: one that no stream has, by chance. Looked up for
 * every stream anew, because proxies move. Safe for use by many threads.
 */
final class ProxyAddresses {

    private final String host;
    private final int port;
    private final Lookup lookup;
    private final RandomGenerator random;
    private final Set<InetAddress> taken = new HashSet<>();

    /** Addresses of a name, as {@link InetAddress#getAllByName} has them. */
    interface Lookup {
        InetAddress[] all(String host) throws UnknownHostException;
    }

    /** @param address HOST:PORT or [IPV6]:PORT, checked before */
    ProxyAddresses(String address, Lookup lookup, RandomGenerator random) {
        int colon = address.lastIndexOf(':');
        this.host = address.substring(0, colon).replaceAll("^\\[|]$", "");
        this.port = Integer.parseInt(address.substring(colon + 1));
        this.lookup = lookup;
        this.random = random;
    }

    /** How many addresses there are now; 1 when the name cannot be looked up. */
    int count() {
        try {
            return lookup.all(host).length;
        } catch (UnknownHostException e) {
            return 1;
        }
    }

    /** Takes one; give it back with {@link #release}. */
    InetSocketAddress take() throws UnknownHostException {
        List<InetAddress> all = Arrays.asList(lookup.all(host));
        synchronized (taken) {
            List<InetAddress> free =
                    all.stream().filter(address -> !taken.contains(address)).toList();
            List<InetAddress> candidates = free.isEmpty() ? all : free;
            InetAddress chosen = candidates.get(random.nextInt(candidates.size()));
            taken.add(chosen);
            return new InetSocketAddress(chosen, port);
        }
    }

    void release(InetSocketAddress address) {
        synchronized (taken) {
            taken.removeAll(Collections.singleton(address.getAddress()));
        }
    }
}
