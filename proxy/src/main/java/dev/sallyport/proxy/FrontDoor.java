package dev.sallyport.proxy;

import dev.sallyport.api.machine.LiveMachine;
import dev.sallyport.api.v1.ProxyHello;
import dev.sallyport.proxy.count.Counts;
import dev.sallyport.proxy.gateway.Exchanges;
import dev.sallyport.proxy.gateway.Gateway;
import dev.sallyport.proxy.guard.Admissions;
import dev.sallyport.proxy.link.AuthConnector;
import dev.sallyport.proxy.link.AuthLink;
import dev.sallyport.proxy.link.LiveCluster;
import dev.sallyport.proxy.link.PresenceFeed;
import dev.sallyport.proxy.listener.Acceptor;
import dev.sallyport.proxy.listener.Transport;
import dev.sallyport.proxy.listener.Ways;
import dev.sallyport.proxy.relay.Relay;
import dev.sallyport.proxy.relay.Relays;
import dev.sallyport.proxy.route.AuthAddress;
import dev.sallyport.proxy.route.AuthWay;
import dev.sallyport.proxy.route.Directory;
import dev.sallyport.proxy.route.Doorway;
import dev.sallyport.proxy.route.Knocks;
import dev.sallyport.proxy.route.SessionIds;
import dev.sallyport.proxy.ssh.JumpServer;
import dev.sallyport.proxy.tls.ServerTls;
import dev.sallyport.proxy.tunnel.TunnelLimits;
import dev.sallyport.proxy.tunnel.Tunnels;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything of a proxy that works on an identity and a way to auth, wired. */
final class FrontDoor implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(FrontDoor.class);
    private static final Duration AUTH_CONNECT = Duration.ofSeconds(5);
    private static final long DRAIN_LOOK_MILLIS = 20;
    /** A call to auth in which nothing moves for so long is taken to be over. */
    private static final long CALL_PAUSE_MILLIS = 250;

    private static final long MAX_LOOK_MILLIS = 10_000;
    private static final Duration GOODBYE = Duration.ofMillis(500);

    private final Counts counts = new Counts();
    /** Of people, to nodes. */
    private final Relays relays = new Relays(counts);
    /** Of anybody, to auth: machines keep them open for as long as they live. */
    private final Relays calls = new Relays(counts);

    private final PresenceFeed feed = new PresenceFeed();
    private final ProxyLimits limits;
    private final LiveCluster cluster;
    private final Tunnels tunnels;
    private final Admissions admissions;
    private final ServerTls tls;
    private final Transport transport;
    private final Channel listener;
    private final @Nullable JumpServer jumps;
    private final AuthLink link;

    private FrontDoor(
            ProxySettings settings,
            LiveMachine machine,
            AuthConnector connector,
            Exchanges exchanges,
            InstantSource clock,
            SecureRandom random) {
        limits = settings.limits();
        cluster = new LiveCluster(machine, clock);
        tunnels = new Tunnels(tunnelLimits(limits), feed.sink(), counts, clock, random);
        admissions =
                new Admissions(limits.connections(), limits.unprovedPerSource(), limits.handshakeTimeout(), counts);
        tls = new ServerTls(machine, clock, settings.publicCertificate());
        transport = new Transport(Runtime.getRuntime().availableProcessors());
        Directory directory = new Directory(tunnels, cluster);
        SessionIds sessions = new SessionIds(clock, random);
        try {
            listener = transport.listen(
                    settings.listen(),
                    new Acceptor(admissions, ways(settings, exchanges, directory, sessions, clock), counts));
            jumps = settings.sshListen()
                    .map(address -> JumpServer.start(
                            address,
                            new JumpServer.Parts(
                                    machine, cluster, directory, sessions, admissions, transport.loops(), counts),
                            limits.handshakeTimeout(),
                            clock,
                            random))
                    .orElse(null);
        } catch (RuntimeException e) {
            transport.close();
            tls.close();
            throw e;
        }
        link = AuthLink.start(connector, cluster, tunnels, feed, hello(settings), random);
        lookAfterRelays();
    }

    static FrontDoor open(
            ProxySettings settings,
            LiveMachine machine,
            AuthConnector connector,
            Exchanges exchanges,
            InstantSource clock,
            SecureRandom random) {
        FrontDoor door = new FrontDoor(settings, machine, connector, exchanges, clock, random);
        log.info(
                "proxy listens address={} ssh={}",
                door.address(),
                door.sshAddress().map(Object::toString).orElse("none"));
        return door;
    }

    private static TunnelLimits tunnelLimits(ProxyLimits limits) {
        TunnelLimits usual = TunnelLimits.DEFAULT;
        return new TunnelLimits(
                usual.streamsPerNode(), limits.spares(), limits.dialTimeout(), usual.dialsPerStream(), limits.ping());
    }

    private Ways ways(
            ProxySettings settings,
            Exchanges exchanges,
            Directory directory,
            SessionIds sessions,
            InstantSource clock) {
        Doorway doorway = new Doorway(new Knocks(cluster, directory, clock), relays, sessions, counts);
        AuthAddress auth = new AuthAddress(
                settings.authAddress().host(), settings.authAddress().port());
        return new Ways(
                tls,
                tunnels,
                doorway,
                new AuthWay(transport.dialer(AUTH_CONNECT), auth, calls),
                new Gateway(cluster, exchanges));
    }

    private ProxyHello hello(ProxySettings settings) {
        String own = address().getHostString() + ":" + address().getPort();
        return ProxyHello.newBuilder()
                .setPublicAddress(settings.publicAddress().orElse(own))
                .setSshAddress(settings.sshPublicAddress()
                        .or(() -> sshAddress().map(ssh -> ssh.getHostString() + ":" + ssh.getPort()))
                        .orElse(""))
                .build();
    }

    private void lookAfterRelays() {
        long period = Math.clamp(limits.idle().toMillis() / 8, 1_000, MAX_LOOK_MILLIS);
        var _ = transport
                .loops()
                .next()
                .scheduleWithFixedDelay(
                        () -> {
                            relays.lookAfter(System.nanoTime(), limits.idle());
                            calls.lookAfter(System.nanoTime(), limits.idle());
                        },
                        period,
                        period,
                        TimeUnit.MILLISECONDS);
    }

    InetSocketAddress address() {
        return (InetSocketAddress) listener.localAddress();
    }

    Optional<InetSocketAddress> sshAddress() {
        return Optional.ofNullable(jumps).map(JumpServer::address);
    }

    boolean ready() {
        return cluster.ready();
    }

    boolean linked() {
        return link.linked();
    }

    Counts counts() {
        return counts;
    }

    ProxyGauges gauges() {
        return new ProxyGauges(admissions.open(), admissions.unproved(), tunnels.size(), relays.size() + calls.size());
    }

    /**
     * Dials on their way still need the port; then it closes, and passages have the rest of the time. Nodes may call auth until the last
     * passage has ended: what they have to say of it goes that way.
     */
    boolean drain(Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        tunnels.drain();
        if (jumps != null) {
            jumps.stopAccepting();
        }
        while (tunnels.dialing() > 0 && System.nanoTime() < end) {
            Thread.sleep(DRAIN_LOOK_MILLIS);
        }
        listener.close().awaitUninterruptibly();
        while (passages() > 0 && System.nanoTime() < end) {
            Thread.sleep(DRAIN_LOOK_MILLIS);
        }
        awaitPauseOfCalls(end);
        return passages() == 0;
    }

    private void awaitPauseOfCalls(long end) throws InterruptedException {
        Map<Relay, Long> busy = calls.delivered();
        while (!busy.isEmpty() && System.nanoTime() < end) {
            Thread.sleep(CALL_PAUSE_MILLIS);
            busy = calls.moved(busy);
        }
    }

    private int passages() {
        return relays.size() + (jumps == null ? 0 : jumps.passages());
    }

    /** Connections end on their event loops; what has not ended in a moment ends with these. */
    private void letGo() {
        long end = System.nanoTime() + GOODBYE.toNanos();
        while (admissions.open() > 0 && System.nanoTime() < end) {
            LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
        }
    }

    @Override
    public void close() {
        link.close();
        listener.close().awaitUninterruptibly();
        if (jumps != null) {
            jumps.close();
        }
        relays.cutAll();
        calls.cutAll();
        tunnels.closeAll();
        letGo();
        transport.close();
        tls.close();
    }
}
