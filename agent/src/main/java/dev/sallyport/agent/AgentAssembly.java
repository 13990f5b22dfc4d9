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
import dev.sallyport.api.machine.LiveMachine;
import dev.sallyport.api.machine.MachineChannel;
import dev.sallyport.api.machine.MachineIdentity;
import dev.sallyport.api.machine.Renewal;
import dev.sallyport.api.machine.Sleeper;
import dev.sallyport.api.machine.TrustFollower;
import dev.sallyport.audit.event.EventIds;
import dev.sallyport.audit.event.EventSubject;
import dev.sallyport.audit.recording.Recipients;
import dev.sallyport.pki.hpke.RecipientKey;
import dev.sallyport.pki.x509.PeerVerifier;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Wires the parts of an agent, each after those that it needs. */
final class AgentAssembly {

    private static final Logger log = LoggerFactory.getLogger(AgentAssembly.class);

    private final AgentSettings settings;
    private final LiveMachine machine;
    private final InstantSource clock;
    private final SecureRandom random;
    /** In the order in which they are to be closed. */
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    AgentAssembly(AgentSettings settings, LiveMachine machine, InstantSource clock, SecureRandom random) {
        this.settings = settings;
        this.machine = machine;
        this.clock = clock;
        this.random = random;
    }

    /** Closes what there is already where something cannot be had. */
    AgentRole assemble() {
        try {
            return assembled();
        } catch (RuntimeException e) {
            AgentRole.close(parts);
            throw e;
        }
    }

    private AgentRole assembled() {
        ApiChannel channel = add(MachineChannel.open(settings.proxy(), machine, clock));
        SpooledJournal journal = add(SpooledJournal.open(
                settings.dataDir().resolve("spool"),
                new Host(machine.current().id(), settings.name()),
                new ApiEventSink(channel),
                new ApiChunkSink(channel),
                new Recipients(this::recordingKeys, random),
                clock,
                random));
        LockHook hook = new LockHook();
        HeldPolicy policy = held(journal, hook);
        SshService ssh = add(new SshService(
                settings.ssh(), new MachineView(machine, settings.name(), policy), journal, clock, random));
        hook.ssh = ssh;
        PolicyFollower follower =
                add(PolicyFollower.start(PolicyFollower.asking(channel), policy, Sleeper.SYSTEM, random));
        report(follower, channel);
        Tunnel tunnel = add(tunnel(ssh, new PolicyPost(follower::changed, policy::handed)));
        add(Renewal.start(machine, new ApiRenewer(channel, random), clock, Sleeper.SYSTEM, random));
        add(TrustFollower.start(machine, TrustFollower.asking(channel), Sleeper.SYSTEM, random));
        log.info(
                "agent started name={} id={} proxy={}",
                settings.name(),
                machine.current().id(),
                settings.proxy());
        return new AgentRole(machine, clock, tunnel, ssh, journal, policy, parts);
    }

    /** The keys of its own configuration alone, where there are any: then auth cannot read. Else the cluster's. */
    private List<RecipientKey> recordingKeys() {
        return settings.recordingKeys().isEmpty()
                ? machine.current().trust().recordingKeys()
                : settings.recordingKeys();
    }

    private HeldPolicy held(SpooledJournal journal, LockHook hook) {
        EventSubject host = EventSubject.NONE.withNode(machine.current().id(), settings.name());
        return HeldPolicy.open(
                settings.dataDir().resolve("policy").resolve("image"),
                machine,
                clock,
                new RefusedPolicies(journal, new EventIds(clock, random), host, clock),
                hook::changed);
    }

    /** Labels are told to auth, and decided by when they are back in what it signed. */
    private void report(PolicyFollower follower, ApiChannel channel) {
        ReportHook hook = new ReportHook();
        HostLabels labels =
                add(HostLabels.start(settings.labels(), settings.commands(), Sleeper.SYSTEM, hook::changed));
        NodeReport.Taker auth = NodeReport.asking(channel, settings.version());
        NodeReport.Taker taker = now -> {
            auth.take(now);
            follower.changed();
        };
        hook.report = add(NodeReport.start(taker, labels::now, Sleeper.SYSTEM, random));
        hook.changed();
    }

    private Tunnel tunnel(SshService ssh, PolicyPost policy) {
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

    private <T extends AutoCloseable> T add(T part) {
        parts.addFirst(part);
        return part;
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
}
