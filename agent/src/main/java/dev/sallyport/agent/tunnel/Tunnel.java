package dev.sallyport.agent.tunnel;

import dev.sallyport.agent.ssh.Inbound;
import java.net.InetAddress;
import java.nio.channels.AsynchronousChannelGroup;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The agent's way out: so many control streams as wanted, and the data connections that proxies ask for through them. */
public final class Tunnel implements AutoCloseable {

    /** Where the name has several addresses: one proxy may go and the host stays reachable. */
    private static final int SEVERAL = 2;

    private final ScheduledThreadPoolExecutor timer;
    private final List<StreamKeeper> keepers;

    private Tunnel(ScheduledThreadPoolExecutor timer, List<StreamKeeper> keepers) {
        this.timer = timer;
        this.keepers = keepers;
    }

    /**
     * Starts; connects in the background and for ever.
     *
     * @param group in which bare data connections are opened
     * @param service takes each passage over and returns at once
     * @param policy told what proxies bring of it
     */
    public static Tunnel start(
            TunnelSettings settings,
            TunnelTls tls,
            AsynchronousChannelGroup group,
            Consumer<Inbound> service,
            PolicyPost policy,
            InstantSource clock,
            SecureRandom random) {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("tunnel-timer").factory());
        timer.setRemoveOnCancelPolicy(true);
        // What a closed tunnel still wants to end later has ended.
        timer.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
        Around around =
                new Around(settings, tls, new Passages(tls, service, timer), policy, group, random, clock, timer);
        ProxyAddresses addresses = new ProxyAddresses(settings.proxy(), InetAddress::getAllByName, random);
        int streams = settings.connections().orElseGet(() -> addresses.count() > 1 ? SEVERAL : 1);
        List<StreamKeeper> keepers = Stream.generate(() -> new StreamKeeper(around, addresses))
                .limit(streams)
                .toList();
        keepers.forEach(StreamKeeper::start);
        return new Tunnel(timer, keepers);
    }

    /** How many control streams there are now. */
    public int streams() {
        return (int) keepers.stream().filter(StreamKeeper::connected).count();
    }

    /** Why there is no control stream; empty when there is at least one. */
    public Optional<String> trouble() {
        return streams() > 0
                ? Optional.empty()
                : keepers.stream()
                        .map(StreamKeeper::trouble)
                        .flatMap(Optional::stream)
                        .findFirst()
                        .or(() -> Optional.of("no control stream"));
    }

    /** The certificate was renewed: new streams show it, and take the place of the old. */
    public void identityRenewed() {
        keepers.forEach(StreamKeeper::replace);
    }

    /** Ends control streams and spares: no proxy sends anything new. Sessions go on. */
    public void drain() {
        keepers.forEach(StreamKeeper::stop);
    }

    @Override
    public void close() {
        drain();
        timer.shutdownNow();
    }
}
