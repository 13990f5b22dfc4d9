package dev.sallyport.proxy.route;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Where auth is. Names are resolved away from event loops: each asking gets what is known, and starts a fresh look when that is older than
 * {@link #FRESH}.
 */
public final class AuthAddress {

    private static final Duration FRESH = Duration.ofSeconds(10);

    private final String host;
    private final int port;
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile InetSocketAddress known;
    private volatile long lookedAtNanos;

    /** Resolves once, on the caller's thread; a name that is not known yet may be later. */
    public AuthAddress(String host, int port) {
        this.host = host;
        this.port = port;
        this.known = new InetSocketAddress(host, port);
        this.lookedAtNanos = System.nanoTime();
    }

    /** What is known now; unresolved where the name never was. */
    InetSocketAddress current() {
        if (System.nanoTime() - lookedAtNanos > FRESH.toNanos() && looking.compareAndSet(false, true)) {
            Thread.ofVirtual().name("auth-address").start(this::look);
        }
        return known;
    }

    private void look() {
        InetSocketAddress found = new InetSocketAddress(host, port);
        if (!found.isUnresolved()) {
            known = found;
        }
        lookedAtNanos = System.nanoTime();
        looking.set(false);
    }
}
