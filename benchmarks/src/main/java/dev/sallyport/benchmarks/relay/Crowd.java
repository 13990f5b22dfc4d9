package dev.sallyport.benchmarks.relay;

import com.google.protobuf.ByteString;
import dev.sallyport.agent.tunnel.PolicyPost;
import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.ProxyAddress;
import dev.sallyport.api.v1.AddTokenRequest;
import dev.sallyport.api.v1.JoinRequest;
import dev.sallyport.api.v1.JoinServiceGrpc;
import dev.sallyport.api.v1.LockServiceGrpc;
import dev.sallyport.api.v1.LockServiceGrpc.LockServiceBlockingStub;
import dev.sallyport.api.v1.MachineCredentials;
import dev.sallyport.api.v1.MachineType;
import dev.sallyport.api.v1.TokenServiceGrpc;
import dev.sallyport.api.v1.UserCredentials;
import dev.sallyport.pki.CaPin;
import dev.sallyport.pki.Certificates;
import dev.sallyport.pki.Keys;
import dev.sallyport.pki.PemBundle;
import dev.sallyport.pki.ssh.SshKeys;
import dev.sallyport.pki.x509.LiveKeyManager;
import dev.sallyport.pki.x509.PeerVerifier;
import dev.sallyport.pki.x509.TlsIdentity;
import dev.sallyport.pki.x509.TrustedCas;
import dev.sallyport.protocols.knock.Ticket;
import dev.sallyport.testing.dist.DistCluster;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/**
 * Many played agents. Each joins like a real one, with a token and a name of its own, and has one control stream. They come from
 * several addresses of 127.0.0.0/8: auth lets one address join sixty times at once, then once in two seconds.
 */
final class Crowd implements AutoCloseable {

    private static final int FROM_ONE_ADDRESS = 50;
    private static final int GUEST = 1_000_000;
    private static final int AT_ONCE = 8;

    private final ApiChannel auth;
    private final ProxyAddress authAddress;
    private final PeerVerifier trust;
    private final InetSocketAddress proxy;
    private final UserCredentials person;
    private final Companion companion;
    private final SecureRandom random = new SecureRandom();
    private final KeyPair tls = Keys.ecdsaP256(random);
    private final String sshKey = SshKeys.line(Keys.ed25519(random).getPublic(), "bench");
    private final List<PlayedAgent> agents = new ArrayList<>();

    private int addresses;

    private Crowd(
            ApiChannel auth,
            ProxyAddress authAddress,
            PeerVerifier trust,
            InetSocketAddress proxy,
            UserCredentials person,
            Companion companion) {
        this.companion = companion;
        this.auth = auth;
        this.authAddress = authAddress;
        this.trust = trust;
        this.proxy = proxy;
        this.person = person;
    }

    /** What an agent does besides holding its control stream. */
    interface Companion {

        /** Called when one has joined; what it gives back takes what the proxy brings of policy. */
        PolicyPost join(MachineCredentials credentials, TlsIdentity identity, LocalSockets sockets);
    }

    /** Nobody yet, with what it takes to join and to knock. */
    static Crowd of(DistCluster cluster) {
        return of(cluster, (_, _, _) -> PlayedAgent.DEAF);
    }

    static Crowd of(DistCluster cluster, Companion companion) {
        Path file = cluster.directory().resolve("core/admin.pem");
        PemBundle bundle = PemBundle.read(file).orElseThrow();
        TlsIdentity admin = new TlsIdentity(bundle.key().orElseThrow(), bundle.certificates());
        PeerVerifier trust = PeerVerifier.pinned(List.of(CaPin.parse(cluster.pin())), InstantSource.system());
        ProxyAddress authAddress = new ProxyAddress(cluster.address(), 3025);
        ApiChannel auth = ApiChannel.open(authAddress, trust, () -> Optional.of(admin));
        return new Crowd(
                auth,
                authAddress,
                trust,
                new InetSocketAddress(cluster.address(), 3080),
                Person.login(auth),
                companion);
    }

    int size() {
        return agents.size();
    }

    /** Lets agents join and connect until there are so many; says how far it is. */
    void grow(int size) throws InterruptedException, ExecutionException {
        try (ExecutorService workers = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<List<PlayedAgent>>> joining = new ArrayList<>();
            for (int first = agents.size(); first < size; first += FROM_ONE_ADDRESS) {
                int from = first;
                int until = Math.min(first + FROM_ONE_ADDRESS, size);
                LocalSockets sockets = LocalSockets.numbered(addresses++);
                joining.add(workers.submit(() -> join(from, until, sockets)));
            }
            for (Future<List<PlayedAgent>> each : joining) {
                agents.addAll(each.get());
                if (agents.size() % 1000 < FROM_ONE_ADDRESS) {
                    System.out.println("  " + agents.size() + " agents");
                }
            }
        }
    }

    /** One agent more that connects and leaves so many times: what it leaves behind is what a proxy of some days has anyway. */
    void comeAndGo(int times) throws IOException, InterruptedException, GeneralSecurityException {
        LocalSockets sockets = LocalSockets.numbered(addresses++);
        try (ApiChannel channel = ApiChannel.open(authAddress, trust, Optional::empty, sockets)) {
            SSLContext context = context(credentials(channel, GUEST));
            for (int i = 0; i < times; i++) {
                PlayedAgent.connect(proxy, context, random, PlayedAgent.DEAF).close();
            }
        }
    }

    /** The locks, as the local administrator. */
    LockServiceBlockingStub locks() {
        return LockServiceGrpc.newBlockingStub(auth.channel());
    }

    /** The way to the first of them. */
    Way way(long proxyPid) {
        return new KnockingWay(
                proxy,
                proxyPid,
                Ticket.of(person.getKnockTicket().toByteArray()),
                person.getKnockKey().toByteArray(),
                name(0),
                random);
    }

    private List<PlayedAgent> join(int from, int until, LocalSockets sockets)
            throws IOException, InterruptedException, GeneralSecurityException {
        List<PlayedAgent> connected = new ArrayList<>();
        try (ApiChannel channel = ApiChannel.open(authAddress, trust, Optional::empty, sockets)) {
            for (int number = from; number < until; number++) {
                MachineCredentials credentials = credentials(channel, number);
                connected.add(PlayedAgent.connect(
                        proxy,
                        context(credentials),
                        random,
                        companion.join(credentials, identity(credentials), sockets)));
            }
        }
        return connected;
    }

    private MachineCredentials credentials(ApiChannel channel, int number) {
        String token = TokenServiceGrpc.newBlockingStub(auth.channel())
                .addToken(AddTokenRequest.newBuilder()
                        .setType(MachineType.MACHINE_TYPE_NODE)
                        .build())
                .getToken();
        return JoinServiceGrpc.newBlockingStub(channel.channel())
                .join(JoinRequest.newBuilder()
                        .setToken(token)
                        .setType(MachineType.MACHINE_TYPE_NODE)
                        .setName(name(number))
                        .setTlsPublicKey(ByteString.copyFrom(tls.getPublic().getEncoded()))
                        .setSshPublicKey(sshKey)
                        .build());
    }

    private SSLContext context(MachineCredentials credentials) throws GeneralSecurityException {
        TlsIdentity identity = identity(credentials);
        TrustedCas cas = new TrustedCas(certificates(credentials.getTrust().getHostCaList()), List.of());
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(
                new KeyManager[] {new LiveKeyManager(() -> Optional.of(identity))},
                new TrustManager[] {
                    PeerVerifier.trusting(() -> cas, InstantSource.system()).serverTrust("proxy.sallyport.internal")
                },
                random);
        return context;
    }

    private TlsIdentity identity(MachineCredentials credentials) {
        return new TlsIdentity(tls.getPrivate(), certificates(credentials.getTlsChainList()));
    }

    private static List<X509Certificate> certificates(List<ByteString> encoded) {
        return Certificates.decodeAll(
                encoded.stream().map(ByteString::toByteArray).toList());
    }

    private static String name(int number) {
        return "played" + number;
    }

    @Override
    public void close() throws IOException {
        for (PlayedAgent agent : agents) {
            agent.close();
        }
        auth.close();
    }
}
