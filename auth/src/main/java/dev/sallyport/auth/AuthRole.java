package dev.sallyport.auth;

import dev.sallyport.api.v1.MachineType;
import dev.sallyport.audit.event.EventSubject;
import dev.sallyport.audit.recording.RecordingStore;
import dev.sallyport.auth.machines.MachineKind;
import dev.sallyport.auth.rpc.EmitterMethods;
import dev.sallyport.auth.rpc.Gate;
import dev.sallyport.auth.rpc.InFlight;
import dev.sallyport.auth.rpc.SourceLimits;
import dev.sallyport.auth.rpc.Sources;
import dev.sallyport.auth.server.ApiServer;
import dev.sallyport.auth.server.ServerCertificate;
import dev.sallyport.model.Failure;
import dev.sallyport.model.Metric;
import dev.sallyport.pki.x509.PeerVerifier;
import dev.sallyport.store.Store;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Auth of one cluster, running. Everything that the cluster is stands in the store that it was given, which it does not
 * close. Nothing is shared between two of these in one process.
 */
public final class AuthRole implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AuthRole.class);
    private static final Duration OFFER_TTL = Duration.ofMinutes(5);

    private final Store store;
    private final Parts parts;
    private final ApiServer server;
    private final List<Upkeep> upkeeps;
    private final InFlight inFlight;

    private AuthRole(Store store, Parts parts, ApiServer server, List<Upkeep> upkeeps, InFlight inFlight) {
        this.inFlight = inFlight;
        this.store = store;
        this.parts = parts;
        this.server = server;
        this.upkeeps = upkeeps;
    }

    /**
     * Starts. A store without a cluster gets one: keys, roles, and the local administrator's file.
     *
     * @throws Failure INVALID for a store, key file or setting that does not fit, UNAVAILABLE where store, disk or address
     *     cannot be had
     */
    public static AuthRole start(
            AuthSettings settings, Store store, RecordingStore recordings, InstantSource clock, SecureRandom random) {
        return start(settings, store, TrailStorage.of(recordings), clock, random);
    }

    /** The same; the storage is not closed either. */
    public static AuthRole start(
            AuthSettings settings, Store store, TrailStorage storage, InstantSource clock, SecureRandom random) {
        Parts parts = Parts.wire(settings, store, storage, clock, random);
        InFlight inFlight = new InFlight();
        ApiServer server;
        try {
            server = ApiServer.start(setup(settings, parts, clock, inFlight));
        } catch (RuntimeException e) {
            closeFollowers(parts);
            throw e;
        }
        parts.log().start();
        parts.recordings().indexing().start();
        String address = text(server.address());
        parts.localAdministrator().write(address);
        parts.authority().onChange(() -> parts.localAdministrator().write(address));
        Upkeep upkeep = upkeep(parts, address, clock).start();
        Upkeep storing = storing(parts, clock).start();
        LOG.info("event=auth_started cluster={} address={}", settings.cluster(), address);
        return new AuthRole(store, parts, server, List.of(upkeep, storing), inFlight);
    }

    private static Upkeep upkeep(Parts parts, String address, InstantSource clock) {
        return parts.access()
                .upkeep(new Upkeep("auth-upkeep", clock))
                .every(Duration.ofSeconds(15), "keys", parts.authority()::refresh)
                .every(
                        Duration.ofMinutes(5),
                        "local administrator",
                        () -> parts.localAdministrator().upkeep(address))
                .every(Duration.ofSeconds(15), "nodes", parts.nodes()::upkeep)
                .every(Duration.ofSeconds(15), "roles", parts.policies().shelf()::upkeep)
                .every(
                        Duration.ofMinutes(1),
                        "locks for proxies",
                        parts.policies().teller()::tellAll)
                .every(Duration.ofMinutes(1), "denied calls", parts.denials()::flush)
                .every(Duration.ofMinutes(1), "last seen", () -> parts.seen().keep(false))
                .every(
                        Duration.ofMinutes(10),
                        "last seen of all",
                        () -> parts.seen().keep(true))
                .every(Duration.ofMinutes(1), "challenges that are over", parts.people()::sweep)
                .every(Duration.ofHours(1), "old tokens", parts.tokens()::sweep)
                .every(Duration.ofHours(1), "users of the past", parts.people().arrivals()::sweep)
                .every(Duration.ofHours(1), "users of providers", parts.sso().scimBook()::upkeep);
    }

    /** What may wait for a storage that is far away: on a thread of its own. */
    private static Upkeep storing(Parts parts, InstantSource clock) {
        return new Upkeep("auth-storing", clock)
                .every(Duration.ofSeconds(15), "sessions of lost nodes", parts.orphans()::upkeep)
                .every(Duration.ofMinutes(1), "events past retention", parts.log()::retire)
                .every(Duration.ofMinutes(10), "recordings past retention", parts.recordings()::retire);
    }

    /** Where the API is served. */
    public InetSocketAddress address() {
        return server.address();
    }

    /** A way in for a role in the same process, good for five minutes. It joins through the port, as any machine. */
    public JoinOffer offer(MachineType type) {
        String token = parts.tokens()
                .add(MachineKind.of(type), OFFER_TTL, EventSubject.NONE)
                .secret();
        return new JoinOffer(token, parts.authority().pins());
    }

    /** Why it cannot do its work, for a person; empty where it can. */
    public Optional<String> trouble() {
        try {
            store.get("cluster");
            return Optional.empty();
        } catch (Failure e) {
            return Optional.of(e.text());
        }
    }

    /** What needs somebody's eye while access goes on, such as a log that is not signed; empty where nothing does. */
    public Optional<String> warning() {
        return parts.log().trouble().or(parts.log().archiving()::trouble);
    }

    /** Figures of this role. */
    public List<Metric> metrics() {
        List<Metric> metrics = new ArrayList<>();
        metrics.add(Metric.gauge(
                "sallyport_auth_log_halted",
                "1 where the audit log is not signed any more, or a witness refuses it; else 0.",
                parts.log().trouble().isPresent() ? 1 : 0));
        parts.log()
                .exports()
                .behind()
                .forEach((target, events) -> metrics.add(new Metric(
                        "sallyport_auth_export_behind",
                        "Events that a target of the export has not accepted yet.",
                        Metric.Kind.GAUGE,
                        Map.of("target", target),
                        events)));
        metrics.addAll(parts.log().couriers().metrics());
        metrics.addAll(parts.log().archiving().metrics());
        return metrics;
    }

    /** The public key of the audit log, {@code NAME+ID+KEY}. */
    public String logKey() {
        return parts.authority().logSigner().key().text();
    }

    /** Whether it can do its work now. */
    public boolean healthy() {
        return trouble().isEmpty();
    }

    /** Takes no new calls; those under way get this time. Links of proxies end: they look for another auth. */
    public void drain(Duration time) {
        parts.presence().links().forEach(link -> link.close("auth is stopping"));
        boolean all = inFlight.drain(time);
        LOG.info("event=auth_drained complete={}", all);
    }

    @Override
    public void close() {
        upkeeps.forEach(Upkeep::close);
        server.close();
        closeFollowers(parts);
        parts.recordings().indexing().close();
        parts.log().close();
        LOG.info("event=auth_stopped");
    }

    private static void closeFollowers(Parts parts) {
        parts.policies().close();
        parts.nodes().close();
        parts.access().close();
    }

    /** Does now what is due by the clock. */
    void look() {
        upkeeps.forEach(Upkeep::look);
        parts.log().keeper().look();
    }

    /** The audit log writes no file any more and nothing follows it; everything else goes on until {@link #close}. */
    void closeLog() {
        parts.log().indexer().close();
        parts.log().keeper().close();
    }

    private static ApiServer.Setup setup(AuthSettings settings, Parts parts, InstantSource clock, InFlight inFlight) {
        PeerVerifier clients = PeerVerifier.trusting(parts.authority()::trustedCas, clock);
        SourceLimits limits = new SourceLimits(clock, settings.callsPerSource());
        Sources sources = new Sources(settings.forwarders());
        return new ApiServer.Setup(
                settings.listen(),
                new ServerCertificate(parts.machineIssuer(), clock),
                clients,
                settings.forwarders()::contains,
                new Gate(
                        sources,
                        clients,
                        parts.standing(),
                        parts.authorization(),
                        limits,
                        inFlight,
                        parts.denials(),
                        parts.proofs(settings.factors(), clock)),
                Services.of(settings, parts, clock),
                Map.of(
                        "/scim/v2",
                        parts.sso().scim(sources, limits, parts.denials()),
                        EmitterMethods.PATH,
                        parts.emitters().http(sources, limits, parts.denials(), parts.authority())));
    }

    private static String text(InetSocketAddress address) {
        InetAddress host = address.getAddress();
        String reachable = host.isAnyLocalAddress() ? "127.0.0.1" : host.getHostAddress();
        return (reachable.contains(":") ? "[" + reachable + "]" : reachable) + ":" + address.getPort();
    }
}
