package dev.sallyport.server.wiring;

import dev.sallyport.api.ProxyAddress;
import dev.sallyport.model.Metric;
import dev.sallyport.proxy.ProxyGauges;
import dev.sallyport.proxy.ProxyLimits;
import dev.sallyport.proxy.ProxyRole;
import dev.sallyport.proxy.ProxySettings;
import dev.sallyport.proxy.count.Count;
import dev.sallyport.proxy.count.Counts;
import dev.sallyport.proxy.tls.PublicCertificate;
import dev.sallyport.server.config.DaemonConfig;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The proxy. */
record ProxyPart(ProxyRole proxy) implements Part {

    /**
     * Starts it; waits for auth as long as that is away.
     *
     * @param authAddress HOST:PORT
     */
    static ProxyPart start(
            DaemonConfig config,
            String authAddress,
            Tokens tokens,
            Path dataDir,
            InstantSource clock,
            SecureRandom random)
            throws InterruptedException {
        DaemonConfig.Proxy own = config.proxy().orElseThrow();
        DaemonConfig.Limits limits = own.limits();
        ProxySettings settings = new ProxySettings(
                Addresses.listen(own.listen()),
                own.sshListen().map(Addresses::listen),
                PublicAddresses.main(config),
                PublicAddresses.ssh(config),
                ProxyAddress.parse(authAddress),
                dataDir,
                tokens.token(),
                tokens.pins(),
                own.publicCertificate().map(files -> new PublicCertificate(files.certificate(), files.key())),
                ProxyLimits.DEFAULT.withListener(limits.connections(), limits.connectionsPerSource(), limits.idle()));
        return new ProxyPart(Persistence.until(() -> ProxyRole.start(settings, clock, random), random));
    }

    /** HOST:PORT at which an agent of this process reaches it. */
    String reachable() {
        return Addresses.reachable(proxy.address());
    }

    @Override
    public String role() {
        return "proxy";
    }

    @Override
    public String where() {
        return "listens on " + Addresses.text(proxy.address())
                + proxy.sshAddress()
                        .map(ssh -> ", for ProxyJump on " + Addresses.text(ssh))
                        .orElse("");
    }

    /** Without auth it goes on with what it knows: that is no reason to take it out of service. */
    @Override
    public Optional<String> trouble() {
        return proxy.ready() ? Optional.empty() : Optional.of("auth has not told its keys yet");
    }

    @Override
    public List<Metric> metrics() {
        List<Metric> metrics = new ArrayList<>();
        Counts counts = proxy.counts();
        for (Count count : Count.values()) {
            metrics.add(Metric.counter(count.metric(), count.help() + ".", (double) counts.of(count)));
        }
        ProxyGauges now = proxy.gauges();
        metrics.add(Metric.gauge("sallyport_proxy_connections", "Connections of all kinds.", now.connections()));
        metrics.add(Metric.gauge("sallyport_proxy_unproved", "Connections that proved nothing yet.", now.unproved()));
        metrics.add(Metric.gauge("sallyport_proxy_streams", "Control streams of agents.", now.streams()));
        metrics.add(Metric.gauge("sallyport_proxy_relays", "Passages, and ways to auth.", now.relays()));
        metrics.add(Metric.gauge("sallyport_proxy_linked", "1 while auth is there.", proxy.linked() ? 1 : 0));
        return metrics;
    }

    @Override
    public void drain(Duration limit) throws InterruptedException {
        boolean _ = proxy.drain(limit);
    }

    @Override
    public void close() {
        proxy.close();
    }
}
