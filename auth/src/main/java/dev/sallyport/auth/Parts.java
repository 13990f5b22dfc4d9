package dev.sallyport.auth;

import dev.sallyport.audit.event.EventIds;
import dev.sallyport.audit.recording.ReadingKeys;
import dev.sallyport.auth.access.Authorization;
import dev.sallyport.auth.access.FactorPolicy;
import dev.sallyport.auth.access.FactorRules;
import dev.sallyport.auth.access.Rules;
import dev.sallyport.auth.access.Standing;
import dev.sallyport.auth.authority.Authority;
import dev.sallyport.auth.authority.LocalAdministrator;
import dev.sallyport.auth.authority.MachineIssuer;
import dev.sallyport.auth.factors.FactorSettings;
import dev.sallyport.auth.locks.LockBook;
import dev.sallyport.auth.log.Backlog;
import dev.sallyport.auth.machines.JoinDesk;
import dev.sallyport.auth.machines.NodeBook;
import dev.sallyport.auth.machines.ProxyBook;
import dev.sallyport.auth.machines.TokenBook;
import dev.sallyport.auth.people.People;
import dev.sallyport.auth.people.ProofDesk;
import dev.sallyport.auth.policy.Policies;
import dev.sallyport.auth.presence.Presence;
import dev.sallyport.auth.presence.Prober;
import dev.sallyport.auth.presence.SeenBook;
import dev.sallyport.auth.requests.RequestScope;
import dev.sallyport.auth.roles.RoleBook;
import dev.sallyport.auth.rpc.FactorMethods;
import dev.sallyport.auth.rpc.Proofs;
import dev.sallyport.auth.state.Cluster;
import dev.sallyport.auth.state.EarlierEvents;
import dev.sallyport.auth.state.Ledger;
import dev.sallyport.auth.state.Sealing;
import dev.sallyport.auth.trail.Denials;
import dev.sallyport.auth.trail.EventTrail;
import dev.sallyport.auth.trail.Orphans;
import dev.sallyport.auth.trail.SessionIndex;
import dev.sallyport.pki.seal.Sealer;
import dev.sallyport.store.Store;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything that auth consists of behind its port, wired by hand. */
record Parts(
        Ledger ledger,
        Authority authority,
        MachineIssuer machineIssuer,
        LocalAdministrator localAdministrator,
        RoleBook roles,
        AccessParts access,
        People people,
        SsoParts sso,
        MachineParts machines,
        Policies policies,
        Presence presence,
        Prober prober,
        SeenBook seen,
        SessionIndex sessions,
        EventTrail trail,
        EmitterParts emitters,
        RecordingParts recordings,
        Denials denials,
        Orphans orphans,
        Authorization authorization,
        Standing standing,
        LogParts log) {

    private static final Logger LOG = LoggerFactory.getLogger(Parts.class);
    private static final Duration PROBE_LIMIT = Duration.ofSeconds(1);

    static Parts wire(
            AuthSettings settings, Store store, TrailStorage storage, InstantSource clock, SecureRandom random) {
        Sealing sealing = sealing(Sealer.withKeyFile(settings.keyFile(), random));
        Ledger ledger = ledger(store, clock, random);
        RoleBook roles = new RoleBook(store, ledger);
        Cluster cluster = Cluster.open(settings.cluster(), store, sealing, random, clock.instant(), roles.presets());
        Authority authority = new Authority(cluster.name(), settings.rotation(), store, sealing, ledger, clock, random);
        MachineIssuer machineIssuer = new MachineIssuer(cluster.name(), authority, clock, random);
        AccessParts access = AccessParts.wire(store, roles, ledger, clock);
        People people =
                access.people(cluster, store, sealing, roles, authority, settings.factors(), ledger, clock, random);
        MachineParts machines = MachineParts.wire(store, access.locks(), machineIssuer, ledger, clock, random);
        NodeBook nodes = machines.nodes();
        Presence presence = new Presence(clock);
        SessionIndex sessions = new SessionIndex(store, nodes::labels);
        Backlog backlog = new Backlog();
        return new Parts(
                ledger,
                authority,
                machineIssuer,
                new LocalAdministrator(settings.cluster(), settings.adminFile(), authority, clock, random),
                roles,
                access,
                people,
                SsoParts.wire(cluster.name(), store, sealing, roles, people, access, ledger, clock, random),
                machines,
                Policies.start(cluster.name(), store, nodes, access.locks(), authority, presence, clock),
                presence,
                new Prober(presence, PROBE_LIMIT),
                new SeenBook(store, presence, id -> nodes.index().find(id) != null),
                sessions,
                new EventTrail(store, ledger, sessions, backlog, clock),
                EmitterParts.wire(store, sealing, ledger, clock, random),
                recordings(settings, store, storage, sessions, authority, sealing, ledger, nodes, clock),
                new Denials(ledger, clock),
                new Orphans(sessions, storage.recordings(), presence, ledger, clock),
                new Authorization(new Rules(), clock),
                new Standing(people.users(), roles, machines.joins(), access.locks(), access.lists(), clock),
                LogParts.wire(settings, storage, store, authority.logSigner(), ledger, backlog, clock));
    }

    private static RecordingParts recordings(
            AuthSettings settings,
            Store store,
            TrailStorage storage,
            SessionIndex sessions,
            Authority authority,
            Sealing sealing,
            Ledger ledger,
            NodeBook nodes,
            InstantSource clock) {
        return RecordingParts.wire(
                store,
                storage.recordings(),
                sessions,
                () -> ReadingKeys.of(authority.recordingKeys()),
                sealing,
                ledger,
                nodes,
                settings.trail().retention().recordings(),
                clock);
    }

    TokenBook tokens() {
        return machines.tokens();
    }

    JoinDesk joins() {
        return machines.joins();
    }

    NodeBook nodes() {
        return machines.nodes();
    }

    ProxyBook proxies() {
        return machines.proxies();
    }

    /** What calls that take a second factor go through. */
    Proofs proofs(FactorSettings factors, InstantSource clock) {
        ProofDesk desk = people.proofs();
        return new Proofs(new FactorRules(new Rules(), factors.adminActions(), desk::hasFactor, clock), desk);
    }

    FactorPolicy factorPolicy(FactorSettings factors) {
        return new FactorPolicy(people.users(), roles, access.lists(), factors.adminActions());
    }

    FactorMethods factorMethods(FactorSettings factors) {
        return new FactorMethods(
                people,
                factorPolicy(factors),
                authorization,
                new RequestScope(roles, nodes().index()),
                recordings.live(),
                new Rules());
    }

    LockBook locks() {
        return access.locks();
    }

    private static Ledger ledger(Store store, InstantSource clock, SecureRandom random) {
        long adopted = EarlierEvents.adopt(store);
        if (adopted > 0) {
            LOG.info("event=log_begun earlier_events={}", adopted);
        }
        return new Ledger(store, new EventIds(clock, random), clock);
    }

    private static Sealing sealing(Sealer sealer) {
        return new Sealing() {
            @Override
            public byte[] seal(String key, byte[] plain) {
                return sealer.seal(plain, key);
            }

            @Override
            public byte[] open(String key, byte[] sealed) {
                return sealer.open(sealed, key);
            }
        };
    }
}
