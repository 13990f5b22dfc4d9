package dev.sallyport.auth.authority;

import com.google.protobuf.ByteString;
import dev.sallyport.api.v1.RoutingKey;
import dev.sallyport.api.v1.RoutingKeys;
import dev.sallyport.api.v1.Trust;
import dev.sallyport.audit.log.NoteSigner;
import dev.sallyport.auth.authority.KeyRing.Snapshot.Named;
import dev.sallyport.auth.state.Keyspace;
import dev.sallyport.auth.state.Ledger;
import dev.sallyport.auth.state.Records;
import dev.sallyport.auth.state.Sealing;
import dev.sallyport.auth.state.v1.KeyRingRecord;
import dev.sallyport.pki.CaPin;
import dev.sallyport.pki.Certificates;
import dev.sallyport.pki.hpke.OpeningKey;
import dev.sallyport.pki.ssh.SshAuthority;
import dev.sallyport.pki.x509.CertificateAuthority;
import dev.sallyport.pki.x509.TrustedCas;
import dev.sallyport.store.Store;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * All keys of the cluster, as of now. Every look at them follows the calendar: a key that is due is made and one that is
 * over is dropped before the answer, and whoever {@linkplain #onChange listens} hears of it.
 */
public final class Authority {

    private final String cluster;
    private final InstantSource clock;
    private final Ledger ledger;
    private final KeyRing<CertificateAuthority> host;
    private final KeyRing<CertificateAuthority> user;
    private final KeyRing<SshAuthority> sshHost;
    private final KeyRing<SshAuthority> sshUser;
    private final KeyRing<KeyPair> policy;
    private final KeyRing<byte[]> routing;
    private final RecordingKeys recording;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile KeyState state;
    private final NoteSigner logSigner;

    public Authority(
            String cluster,
            RotationPolicies policies,
            Store store,
            Sealing sealing,
            Ledger ledger,
            InstantSource clock,
            SecureRandom random) {
        this.cluster = cluster;
        this.clock = clock;
        this.ledger = ledger;
        Records<KeyRingRecord> records = Records.open(store, Keyspace.AUTHORITIES, KeyRingRecord.parser());
        host = new KeyRing<>(
                "host", policies.machines(), new KeyKind.X509(cluster + " host CA"), records, sealing, random);
        user = new KeyRing<>(
                "user", policies.people(), new KeyKind.X509(cluster + " user CA"), records, sealing, random);
        sshHost = new KeyRing<>("ssh-host", policies.machines(), new KeyKind.Ssh(), records, sealing, random);
        sshUser = new KeyRing<>("ssh-user", policies.people(), new KeyKind.Ssh(), records, sealing, random);
        policy = new KeyRing<>("policy", policies.machines(), new KeyKind.Signing(), records, sealing, random);
        routing = new KeyRing<>("routing", policies.routing(), new KeyKind.Routing(), records, sealing, random);
        recording = new RecordingKeys(records, sealing, random);
        state = load(clock.instant());
        logSigner = LogKey.open(cluster, store, sealing, random);
    }

    /** Who signs the checkpoints of the audit log. Its key stays as long as the cluster. */
    public NoteSigner logSigner() {
        return logSigner;
    }

    /** Called after every change, on the thread that found it; must be quick. */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /** Looks at the calendar and at what another auth may have written. */
    public synchronized void refresh() {
        KeyState before = state;
        state = load(clock.instant());
        if (!state.sameKeys(before)) {
            listeners.forEach(Runnable::run);
        }
    }

    /** The keys of this moment. */
    KeyState now() {
        if (!clock.instant().isBefore(state.until())) {
            refresh();
        }
        return state;
    }

    /** The X.509 CAs that may have signed something still valid. */
    public TrustedCas trustedCas() {
        KeyState keys = now();
        Instant now = clock.instant();
        return new TrustedCas(
                certificates(keys.host().trusted(now)), certificates(keys.user().trusted(now)));
    }

    /** What to verify this cluster by at first contact, the CA that signs now first. */
    public List<CaPin> pins() {
        return trustedCas().host().stream().map(CaPin::of).toList();
    }

    /** What everybody should trust. */
    public Trust trust() {
        KeyState keys = now();
        Instant now = clock.instant();
        return Trust.newBuilder()
                .setCluster(cluster)
                .addAllHostCa(encoded(keys.host().trusted(now)))
                .addAllUserCa(encoded(keys.user().trusted(now)))
                .addAllSshHostCa(lines(keys.sshHost().trusted(now)))
                .addAllSshUserCa(lines(keys.sshUser().trusted(now)))
                .setRevision(keys.revision())
                .setLogKey(logSigner.key().text())
                .addAllPolicyKey(keys.policy().trusted(now).stream()
                        .map(key -> ByteString.copyFrom(key.key().getPublic().getEncoded()))
                        .toList())
                .addRecordingKey(keys.recording().keys().getFirst().recipient().toString())
                .build();
    }

    /** What opens recordings that were encrypted for this cluster, whenever. */
    public List<OpeningKey> recordingKeys() {
        return now().recording().keys();
    }

    /** Signs what nodes decide by, and nothing else. */
    public KeyPair policySigner() {
        return now().policy().signer(clock.instant()).key();
    }

    /** What proxies check knocks with. The first signs. */
    public RoutingKeys routingKeys() {
        RoutingKeys.Builder keys = RoutingKeys.newBuilder();
        for (Named<byte[]> key : now().routing().trusted(clock.instant())) {
            keys.addKeys(
                    RoutingKey.newBuilder().setId(Integer.parseInt(key.id())).setKey(ByteString.copyFrom(key.key())));
        }
        return keys.build();
    }

    private KeyState load(Instant now) {
        return new KeyState(
                host.upkeep(now, ledger),
                user.upkeep(now, ledger),
                sshHost.upkeep(now, ledger),
                sshUser.upkeep(now, ledger),
                policy.upkeep(now, ledger),
                routing.upkeep(now, ledger),
                recording.upkeep(now, ledger),
                now);
    }

    private static List<java.security.cert.X509Certificate> certificates(List<Named<CertificateAuthority>> keys) {
        return keys.stream().map(key -> key.key().certificate()).toList();
    }

    private static List<ByteString> encoded(List<Named<CertificateAuthority>> keys) {
        return keys.stream()
                .map(key -> ByteString.copyFrom(Certificates.encode(key.key().certificate())))
                .toList();
    }

    private static List<String> lines(List<Named<SshAuthority>> keys) {
        return keys.stream().map(key -> key.key().publicKeyLine()).toList();
    }
}
