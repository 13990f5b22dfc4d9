package dev.sallyport.agent;

import dev.sallyport.agent.policy.HeldPolicy;
import dev.sallyport.agent.ssh.SshService;
import dev.sallyport.agent.tunnel.Tunnel;
import dev.sallyport.agent.upload.SpooledJournal;
import dev.sallyport.api.machine.Joining;
import dev.sallyport.api.machine.LiveMachine;
import dev.sallyport.api.machine.MachineIdentity;
import dev.sallyport.api.machine.Sleeper;
import dev.sallyport.api.v1.MachineType;
import dev.sallyport.model.Metric;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
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

    AgentRole(
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
        return new AgentAssembly(settings, machine, clock, random).assemble();
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
        close(parts);
    }

    /** All of them, in this order. */
    static void close(Deque<AutoCloseable> parts) {
        parts.forEach(AgentRole::closeOne);
    }

    private static void closeOne(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            log.warn("not closed part={} reason={}", part.getClass().getSimpleName(), e.toString());
        }
    }
}
