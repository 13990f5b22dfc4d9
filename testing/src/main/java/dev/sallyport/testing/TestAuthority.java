package dev.sallyport.testing;

import dev.sallyport.api.ClusterTrust;
import dev.sallyport.api.machine.LiveMachine;
import dev.sallyport.api.machine.MachineIdentity;
import dev.sallyport.api.machine.MachineKeys;
import dev.sallyport.model.access.Identity;
import dev.sallyport.pki.CaPin;
import dev.sallyport.pki.Keys;
import dev.sallyport.pki.ServerNames;
import dev.sallyport.pki.identity.CertifiedIdentity;
import dev.sallyport.pki.ssh.HostCertificateTemplate;
import dev.sallyport.pki.ssh.SshAuthority;
import dev.sallyport.pki.ssh.SshPermit;
import dev.sallyport.pki.ssh.UserCertificateTemplate;
import dev.sallyport.pki.x509.CertificateAuthority;
import dev.sallyport.pki.x509.CertificateTemplate;
import dev.sallyport.pki.x509.TlsIdentity;
import dev.sallyport.pki.x509.TrustedCas;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The four CAs of a cluster in memory, with the shapes of certificate that the real one issues. Real cryptography; only
 * the store, the login and the policy are missing. What it issues begins a minute before the clock's now.
 */
public final class TestAuthority {

    /** Life of what is issued where nothing else is said. */
    public static final Duration LIFE = Duration.ofHours(24);

    private static final Duration MARGIN = Duration.ofMinutes(1);
    private static final Duration CA_LIFE = Duration.ofDays(3650);

    private final String cluster;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final AtomicLong serial = new AtomicLong();
    private final CertificateAuthority hostCa;
    private final CertificateAuthority userCa;
    private final SshAuthority sshHostCa;
    private final SshAuthority sshUserCa;
    private final KeyPair policyKey;

    /** A cluster named {@code test}. */
    public TestAuthority(InstantSource clock) {
        this("test", clock);
    }

    public TestAuthority(String cluster, InstantSource clock) {
        this.cluster = cluster;
        this.clock = clock;
        // Long before, so that tests may set their clocks back.
        Instant begin = clock.instant().minus(CA_LIFE);
        Instant end = clock.instant().plus(CA_LIFE);
        this.hostCa = CertificateAuthority.create(cluster + " host CA", begin, end, random);
        this.userCa = CertificateAuthority.create(cluster + " user CA", begin, end, random);
        this.sshHostCa = SshAuthority.create(random);
        this.sshUserCa = SshAuthority.create(random);
        this.policyKey = Keys.ed25519(random);
    }

    public CertificateAuthority hostCa() {
        return hostCa;
    }

    public CertificateAuthority userCa() {
        return userCa;
    }

    public SshAuthority sshHostCa() {
        return sshHostCa;
    }

    public SshAuthority sshUserCa() {
        return sshUserCa;
    }

    /** Signs what nodes decide by. */
    public KeyPair policyKey() {
        return policyKey;
    }

    /** The pin of the host CA. */
    public CaPin pin() {
        return hostCa.pin();
    }

    /** What members of the cluster trust; revision 1. */
    public ClusterTrust trust() {
        return new ClusterTrust(
                cluster,
                new TrustedCas(List.of(hostCa.certificate()), List.of(userCa.certificate())),
                List.of(sshHostCa.publicKey()),
                List.of(sshUserCa.publicKey()),
                List.of(policyKey.getPublic()),
                List.of(),
                1);
    }

    /** A person with these roles, and the trait {@code logins} as given. */
    public static CertifiedIdentity person(String user, List<String> roles, List<String> logins) {
        return new CertifiedIdentity(
                new Identity(user, Identity.Kind.USER, roles, Map.of("logins", logins)),
                UUID.randomUUID().toString());
    }

    /** Auth's own server identity, named {@link ServerNames#AUTH}. */
    public TlsIdentity auth() {
        return server(Identity.Kind.AUTH, "auth", ServerNames.AUTH);
    }

    /** A server identity of any kind and name: for servers that are not what they should be, too. */
    public TlsIdentity server(Identity.Kind kind, String id, String dnsName) {
        KeyPair keys = Keys.ecdsaP256(random);
        return new TlsIdentity(
                keys.getPrivate(),
                hostCa.issue(CertificateTemplate.server(
                        keys.getPublic(), machine(kind, id, id), dnsName, begin(), end(LIFE))));
    }

    /** A person's TLS identity. */
    public TlsIdentity user(CertifiedIdentity person, Duration life) {
        KeyPair keys = Keys.ecdsaP256(random);
        return new TlsIdentity(
                keys.getPrivate(),
                userCa.issue(CertificateTemplate.client(keys.getPublic(), person, begin(), end(life))));
    }

    /** A person's SSH certificate for a key, with all permits. */
    public String sshUser(CertifiedIdentity person, PublicKey key, List<String> principals, Duration life) {
        return sshUserCa.certifyUser(new UserCertificateTemplate(
                key, person, principals, EnumSet.allOf(SshPermit.class), begin(), end(life), serial.incrementAndGet()));
    }

    /** A node that joined. */
    public MachineIdentity node(String name) {
        return machine(Identity.Kind.NODE, UUID.randomUUID().toString(), name, MachineKeys.generate(random), LIFE);
    }

    /** A proxy that joined; its TLS certificate is named {@link ServerNames#PROXY}. */
    public MachineIdentity proxy(String name) {
        return machine(Identity.Kind.PROXY, UUID.randomUUID().toString(), name, MachineKeys.generate(random), LIFE);
    }

    /** A machine in memory and in the folder, as roles hold it. */
    public static LiveMachine live(Path folder, MachineIdentity machine) {
        return LiveMachine.keeping(folder, machine);
    }

    /** Certificates for keys that somebody made: what a join or a renewal answers. */
    public MachineIdentity machine(Identity.Kind kind, String id, String name, MachineKeys keys, Duration life) {
        CertifiedIdentity identity = machine(kind, id, name);
        CertificateTemplate template = kind == Identity.Kind.PROXY
                ? CertificateTemplate.server(keys.tls().getPublic(), identity, ServerNames.PROXY, begin(), end(life))
                : new CertificateTemplate(
                        keys.tls().getPublic(),
                        identity,
                        List.of(name, name + "." + cluster, id),
                        List.of(),
                        begin(),
                        end(life),
                        CertificateTemplate.Usage.BOTH);
        return new MachineIdentity(
                id,
                keys,
                hostCa.issue(template),
                sshHost(id, name, keys.sshHost().getPublic(), life),
                trust());
    }

    /** An SSH host certificate with the principals of a node: name, name.cluster, id. */
    public String sshHost(String id, String name, PublicKey key, Duration life) {
        return sshHostCa.certifyHost(new HostCertificateTemplate(
                key, id, List.of(name, name + "." + cluster, id), begin(), end(life), serial.incrementAndGet()));
    }

    private static CertifiedIdentity machine(Identity.Kind kind, String id, String name) {
        return CertifiedIdentity.of(new Identity(id, kind, List.of(), Map.of("name", List.of(name))));
    }

    private Instant begin() {
        return clock.instant().minus(MARGIN);
    }

    private Instant end(Duration life) {
        return clock.instant().plus(life);
    }
}
