package dev.sallyport.auth.authority;

import com.google.protobuf.ByteString;
import dev.sallyport.api.v1.MachineCredentials;
import dev.sallyport.auth.state.Moments;
import dev.sallyport.model.access.Identity;
import dev.sallyport.pki.Certificates;
import dev.sallyport.pki.Keys;
import dev.sallyport.pki.ServerNames;
import dev.sallyport.pki.identity.CertifiedIdentity;
import dev.sallyport.pki.ssh.HostCertificateTemplate;
import dev.sallyport.pki.x509.CertificateTemplate;
import dev.sallyport.pki.x509.TlsIdentity;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Signs what machines get, and what auth itself proves itself with. Decides nothing. */
public final class MachineIssuer {

    /** Life of a machine's certificates. */
    public static final Duration TTL = Duration.ofHours(24);

    /** Trait of a machine's identity with its host name. */
    public static final String NAME = "name";

    private final String cluster;
    private final Authority authority;
    private final InstantSource clock;
    private final SecureRandom random;

    public MachineIssuer(String cluster, Authority authority, InstantSource clock, SecureRandom random) {
        this.cluster = cluster;
        this.authority = authority;
        this.clock = clock;
        this.random = random;
    }

    /**
     * What is to be signed.
     *
     * @param kind NODE or PROXY
     * @param id UUID: the user of its identity
     * @param name host name: the trait {@value #NAME}
     * @param tlsKey P-256
     * @param sshKey Ed25519 host key; empty where the machine has none
     */
    public record Grant(Identity.Kind kind, String id, String name, PublicKey tlsKey, Optional<PublicKey> sshKey) {}

    public MachineCredentials issue(Grant grant) {
        Validity validity = Validity.of(clock.instant(), TTL);
        MachineCredentials.Builder credentials = MachineCredentials.newBuilder()
                .setId(grant.id())
                .addAllTlsChain(sign(template(grant, validity)).stream()
                        .map(link -> ByteString.copyFrom(Certificates.encode(link)))
                        .toList())
                .setNotAfter(Moments.of(validity.until()))
                .setTrust(authority.trust());
        grant.sshKey().ifPresent(key -> credentials.setSshHostCertificate(sshCertificate(grant, key, validity)));
        return credentials.build();
    }

    /** A certificate for auth's own port. */
    public TlsIdentity server(Duration ttl) {
        KeyPair pair = Keys.ecdsaP256(random);
        Validity validity = Validity.of(clock.instant(), ttl);
        Identity identity = new Identity(cluster, Identity.Kind.AUTH, List.of(), Map.of());
        List<X509Certificate> chain = sign(CertificateTemplate.server(
                pair.getPublic(), CertifiedIdentity.of(identity), ServerNames.AUTH, validity.from(), validity.until()));
        return new TlsIdentity(pair.getPrivate(), chain);
    }

    /** Whether this was signed by the key that signs now. */
    public boolean isSignedByCurrentKey(TlsIdentity identity) {
        return identity.chain()
                .getLast()
                .equals(authority.now().host().signer(clock.instant()).key().certificate());
    }

    private CertificateTemplate template(Grant grant, Validity validity) {
        CertifiedIdentity identity = CertifiedIdentity.of(
                new Identity(grant.id(), grant.kind(), List.of(), Map.of(NAME, List.of(grant.name()))));
        return switch (grant.kind()) {
            case PROXY ->
                CertificateTemplate.server(
                        grant.tlsKey(), identity, ServerNames.PROXY, validity.from(), validity.until());
            case NODE ->
                // A server too: where a network lets only TLS through, a person's client ends at the node.
                new CertificateTemplate(
                        grant.tlsKey(),
                        identity,
                        names(grant),
                        List.of(),
                        validity.from(),
                        validity.until(),
                        CertificateTemplate.Usage.BOTH);
            case USER, LOCAL_ADMIN, AUTH ->
                throw new IllegalArgumentException(grant.kind() + " is no machine that joins");
        };
    }

    /** What people may call a machine. */
    private List<String> names(Grant grant) {
        return List.of(grant.name(), grant.name() + "." + cluster, grant.id());
    }

    private List<X509Certificate> sign(CertificateTemplate template) {
        return authority.now().host().signer(clock.instant()).key().issue(template);
    }

    private String sshCertificate(Grant grant, PublicKey key, Validity validity) {
        return authority
                .now()
                .sshHost()
                .signer(clock.instant())
                .key()
                .certifyHost(new HostCertificateTemplate(
                        key, grant.id(), names(grant), validity.from(), validity.until(), random.nextLong()));
    }
}
