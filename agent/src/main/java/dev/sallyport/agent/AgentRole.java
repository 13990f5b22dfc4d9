package dev.sallyport.agent;

import dev.sallyport.agent.policy.HeldPolicy;
import dev.sallyport.agent.policy.HostLabels;
import dev.sallyport.agent.policy.MachineView;
import dev.sallyport.agent.policy.NodeReport;
import dev.sallyport.agent.policy.PolicyFollower;
import dev.sallyport.agent.policy.RefusedPolicies;
import dev.sallyport.agent.ssh.SshService;
import dev.sallyport.agent.tunnel.PolicyPost;
import dev.sallyport.agent.tunnel.Tunnel;
import dev.sallyport.agent.tunnel.TunnelSettings;
import dev.sallyport.agent.tunnel.TunnelTls;
import dev.sallyport.agent.upload.ApiChunkSink;
import dev.sallyport.agent.upload.ApiEventSink;
import dev.sallyport.agent.upload.Host;
import dev.sallyport.agent.upload.SpooledJournal;
import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.machine.ApiRenewer;
import dev.sallyport.api.machine.Joining;
import dev.sallyport.api.machine.LiveMachine;
import dev.sallyport.api.machine.MachineChannel;
import dev.sallyport.api.machine.MachineIdentity;
import dev.sallyport.api.machine.Renewal;
import dev.sallyport.api.machine.Sleeper;
import dev.sallyport.api.machine.TrustFollower;
import dev.sallyport.api.v1.MachineType;
import dev.sallyport.audit.event.EventIds;
import dev.sallyport.audit.event.EventSubject;
import dev.sallyport.audit.recording.Recipients;
import dev.sallyport.model.Metric;
import dev.sallyport.pki.hpke.RecipientKey;
import dev.sallyport.pki.x509.PeerVerifier;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agent of one host: joins or takes its identity from disk, keeps its tunnel, serves SSH, and delivers what it wrote
 * down. Two can live in one process.
 */
public final class AgentRole implements AutoCloseable, Metric.Source {

    private static final Logger log = LoggerFactory.getLogger(AgentRole.class);
    private static final Duration DRAIN_LOOK = Duration.ofMillis(100);

    private final LiveMachine machine;
    private final InstantSource clock;
    private final Tunnel tunnel;
    private final SshService ssh;
    private final SpooledJournal journal;
    private final HeldPolicy policy;
    /** In the order in which they are to be closed. */
    private final Deque<AutoCloseable> parts;

    private AgentRole(
            LiveMachine machine,
            InstantSource clock,
            Tunnel tunnel,
            SshService ssh,
            SpooledJournal journal,
            HeldPolicy policy,
            Deque<AutoCloseable> parts) {
        this.policy = policy;
        this.machine = machine;
        this.clock = clock;
        this.tunnel = tunnel;
        this.ssh = ssh;
        this.journal = journal;
        this.parts = parts;
    }

    /**
     * Starts. Waits until the host has joined, however long auth is away; does not wait for the tunnel.
     *
     * @throws dev.sallyport.model.Failure when joining is refused, or the data directory cannot be used
     * @throws InterruptedException while waiting to join
     */
    public static AgentRole start(AgentSettings settings, InstantSource clock, SecureRandom random)
            throws InterruptedException {
        Joining.Settings joining = new Joining.Settings(
                settings.dataDir().resolve("identity"),
                settings.proxy(),
                MachineType.MACHINE_TYPE_NODE,
                settings.name(),
                settings.token(),
                settings.caPins());
        LiveMachine machine = Entrance.enter(new Joining(clock, random), joining, Sleeper.SYSTEM, random);
        Deque<AutoCloseable> parts = new ArrayDeque<>();
        try {
            return assemble(settings, machine, clock, random, parts);
        } catch (RuntimeException e) {
            parts.forEach(AgentRole::closeOne);
            throw e;
        }
    }

    private static AgentRole assemble(
            AgentSettings settings,
            LiveMachine machine,
            InstantSource clock,
            SecureRandom random,
            Deque<AutoCloseable> parts) {
        ApiChannel channel = add(parts, MachineChannel.open(settings.proxy(), machine, clock));
        SpooledJournal journal = add(
                parts,
                SpooledJournal.open(
                        settings.dataDir().resolve("spool"),
                        new Host(machine.current().id(), settings.name()),
                        new ApiEventSink(channel),
                        new ApiChunkSink(channel),
                        new Recipients(() -> recordingKeys(settings, machine), random),
                        clock,
                        random));
        LockHook hook = new LockHook();
        HeldPolicy policy = held(settings, machine, journal, hook, clock, random);
        SshService ssh = add(
                parts,
                new SshService(
                        settings.ssh(), new MachineView(machine, settings.name(), policy), journal, clock, random));
        hook.ssh = ssh;
        PolicyFollower follower =
                add(parts, PolicyFollower.start(PolicyFollower.asking(channel), policy, Sleeper.SYSTEM, random));
        report(settings, follower, channel, random, parts);
        Tunnel tunnel = add(
                parts,
                tunnel(settings, machine, ssh, new PolicyPost(follower::changed, policy::handed), clock, random));
        add(parts, Renewal.start(machine, new ApiRenewer(channel, random), clock, Sleeper.SYSTEM, random));
        add(parts, TrustFollower.start(machine, TrustFollower.asking(channel), Sleeper.SYSTEM, random));
        log.info(
                "agent started name={} id={} proxy={}",
                settings.name(),
                machine.current().id(),
                settings.proxy());
        return new AgentRole(machine, clock, tunnel, ssh, journal, policy, parts);
    }

    /** The keys of its own configuration alone, where there are any: then auth cannot read. Else the cluster's. */
    private static List<RecipientKey> recordingKeys(AgentSettings settings, LiveMachine machine) {
        return settings.recordingKeys().isEmpty()
                ? machine.current().trust().recordingKeys()
                : settings.recordingKeys();
    }

    private static HeldPolicy held(
            AgentSettings settings,
            LiveMachine machine,
            SpooledJournal journal,
            LockHook hook,
            InstantSource clock,
            SecureRandom random) {
        EventSubject host = EventSubject.NONE.withNode(machine.current().id(), settings.name());
        return HeldPolicy.open(
                settings.dataDir().resolve("policy").resolve("image"),
                machine,
                clock,
                new RefusedPolicies(journal, new EventIds(clock, random), host, clock),
                hook::changed);
    }

    /** Labels are told to auth, and decided by when they are back in what it signed. */
    private static void report(
            AgentSettings settings,
            PolicyFollower follower,
            ApiChannel channel,
            SecureRandom random,
            Deque<AutoCloseable> parts) {
        ReportHook hook = new ReportHook();
        HostLabels labels =
                add(parts, HostLabels.start(settings.labels(), settings.commands(), Sleeper.SYSTEM, hook::changed));
        NodeReport.Taker auth = NodeReport.asking(channel, settings.version());
        NodeReport.Taker taker = now -> {
            auth.take(now);
            follower.changed();
        };
        hook.report = add(parts, NodeReport.start(taker, labels::now, Sleeper.SYSTEM, random));
        hook.changed();
    }

    private static Tunnel tunnel(
            AgentSettings settings,
            LiveMachine machine,
            SshService ssh,
            PolicyPost policy,
            InstantSource clock,
            SecureRandom random) {
        TunnelTls tls = new TunnelTls(machine.tls(), PeerVerifier.trusting(machine.trust(), clock), random);
        Tunnel tunnel = Tunnel.start(
                TunnelSettings.to(settings.proxy().toString(), settings.connections(), settings.version()),
                tls,
                ssh.group(),
                ssh::serve,
                policy,
                clock,
                random);
        machine.onChange(new RenewalHook(machine.current().tls().leaf(), tunnel));
        return tunnel;
    }

    /** The host's id in the cluster. */
    public String id() {
        return machine.current().id();
    }

    /** Whether people can come in now. */
    public boolean ready() {
        return trouble().isEmpty();
    }

    /** Why people cannot come in now; empty when they can. */
    public Optional<String> trouble() {
        MachineIdentity identity = machine.current();
        Instant now = clock.instant();
        if (!now.isBefore(identity.notAfter())) {
            return Optional.of("this host's certificate ended at " + identity.notAfter() + " and was not renewed: see"
                    + " the log, and check the clock (it says " + now + ")");
        }
        return tunnel.trouble();
    }

    /** How many control streams there are. */
    public int streams() {
        return tunnel.streams();
    }

    /**
     * Takes no new sessions and waits for those that run.
     *
     * @param limit after which it returns all the same
     */
    public void drain(Duration limit) throws InterruptedException {
        tunnel.drain();
        ssh.drain();
        Instant end = Instant.now().plus(limit);
        while (ssh.sessions() > 0 && Instant.now().isBefore(end)) {
            Thread.sleep(DRAIN_LOOK);
        }
    }

    @Override
    public List<Metric> metrics() {
        Duration left = Duration.between(clock.instant(), machine.current().notAfter());
        return List.of(
                Metric.gauge("sallyport_agent_control_streams", "Control streams to proxies.", tunnel.streams()),
                Metric.gauge("sallyport_agent_connections", "SSH connections of people.", ssh.sessions()),
                Metric.gauge("sallyport_agent_certificate_seconds", "Life left of the host's certificate.", (double)
                        left.toSeconds()),
                Metric.gauge(
                        "sallyport_agent_policy_age_seconds",
                        "Age of what this host decides by; -1 where it has nothing yet.",
                        (double) policy.age().map(Duration::toSeconds).orElse(-1L)),
                Metric.gauge(
                        "sallyport_agent_recordings_spooled",
                        "Recordings that auth has not stored yet; those that grow count.",
                        journal.recordingsWaiting()));
    }

    /** Cuts what runs, and ends in order: tunnel, SSH, then what they write to. */
    @Override
    public void close() {
        parts.forEach(AgentRole::closeOne);
    }

    /** Labels may change before there is somebody to tell it: the first report comes later than the first run. */
    private static final class ReportHook {
        private volatile @Nullable NodeReport report;

        void changed() {
            NodeReport told = report;
            if (told != null) {
                told.changed();
            }
        }
    }

    /** Locks may change before there are sessions that they could cut. */
    private static final class LockHook {
        private volatile @Nullable SshService ssh;

        void changed() {
            SshService told = ssh;
            if (told != null) {
                told.locksChanged();
            }
        }
    }

    /** New streams when the certificate changed; not when only the CAs did. */
    private static final class RenewalHook implements Consumer<MachineIdentity> {
        private final Tunnel tunnel;
        private X509Certificate shown;

        RenewalHook(X509Certificate shown, Tunnel tunnel) {
            this.shown = shown;
            this.tunnel = tunnel;
        }

        @Override
        public synchronized void accept(MachineIdentity now) {
            X509Certificate leaf = now.tls().leaf();
            if (!leaf.equals(shown)) {
                shown = leaf;
                tunnel.identityRenewed();
            }
        }
    }

    private static <T extends AutoCloseable> T add(Deque<AutoCloseable> parts, T part) {
        parts.addFirst(part);
        return part;
    }

    private static void closeOne(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            log.warn("not closed part={} reason={}", part.getClass().getSimpleName(), e.toString());
        }
    }
}
