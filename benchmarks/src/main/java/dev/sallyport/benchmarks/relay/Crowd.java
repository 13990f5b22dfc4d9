package dev.sallyport.benchmarks.relay;

import com.google.protobuf.ByteString;
import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.ProxyAddress;
import dev.sallyport.api.v1.AddTokenRequest;
import dev.sallyport.api.v1.JoinRequest;
import dev.sallyport.api.v1.JoinServiceGrpc;
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
 * Many played agents. Each identity joins like a real one, with a token of its own, and has as many control streams as a proxy
 * allows to one agent.
 */
final class Crowd implements AutoCloseable {

    private static final int STREAMS_EACH = 4;
    private static final int AT_ONCE = 16;

    private final ApiChannel auth;
    private final InetSocketAddress proxy;
    private final UserCredentials person;
    private final SecureRandom random = new SecureRandom();
    private final KeyPair tls = Keys.ecdsaP256(random);
    private final String sshKey = SshKeys.line(Keys.ed25519(random).getPublic(), "bench");
    private final List<PlayedAgent> agents = new ArrayList<>();

    private Crowd(ApiChannel auth, InetSocketAddress proxy, UserCredentials person) {
        this.auth = auth;
        this.proxy = proxy;
        this.person = person;
    }

    /** Nobody yet, with what it takes to join and to knock. */
    static Crowd of(DistCluster cluster) {
        Path file = cluster.directory().resolve("core/admin.pem");
        PemBundle bundle = PemBundle.read(file).orElseThrow();
        TlsIdentity admin = new TlsIdentity(bundle.key().orElseThrow(), bundle.certificates());
        PeerVerifier trust = PeerVerifier.pinned(List.of(CaPin.parse(cluster.pin())), InstantSource.system());
        ApiChannel auth = ApiChannel.open(new ProxyAddress(cluster.address(), 3025), trust, () -> Optional.of(admin));
        return new Crowd(auth, new InetSocketAddress(cluster.address(), 3080), Person.login(auth));
    }

    int size() {
        return agents.size();
    }

    /** Lets agents join and connect until there are so many; says how far it is. */
    void grow(int size) throws InterruptedException, ExecutionException {
        try (ExecutorService workers = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<List<PlayedAgent>>> joining = new ArrayList<>();
            for (int first = agents.size(); first < size; first += STREAMS_EACH) {
                int number = first;
                joining.add(workers.submit(() -> join(number, Math.min(STREAMS_EACH, size - number))));
            }
            for (Future<List<PlayedAgent>> each : joining) {
                agents.addAll(each.get());
                if (agents.size() % 1000 < STREAMS_EACH) {
                    System.out.println("  " + agents.size() + " agents");
                }
            }
        }
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

    private List<PlayedAgent> join(int number, int streams)
            throws IOException, InterruptedException, GeneralSecurityException {
        String token = TokenServiceGrpc.newBlockingStub(auth.channel())
                .addToken(AddTokenRequest.newBuilder()
                        .setType(MachineType.MACHINE_TYPE_NODE)
                        .build())
                .getToken();
        MachineCredentials credentials = JoinServiceGrpc.newBlockingStub(auth.channel())
                .join(JoinRequest.newBuilder()
                        .setToken(token)
                        .setType(MachineType.MACHINE_TYPE_NODE)
                        .setName(name(number))
                        .setTlsPublicKey(ByteString.copyFrom(tls.getPublic().getEncoded()))
                        .setSshPublicKey(sshKey)
                        .build());
        SSLContext context = context(credentials);
        List<PlayedAgent> connected = new ArrayList<>();
        for (int i = 0; i < streams; i++) {
            connected.add(PlayedAgent.connect(proxy, context, random));
        }
        return connected;
    }

    private SSLContext context(MachineCredentials credentials) throws GeneralSecurityException {
        List<X509Certificate> chain = certificates(credentials.getTlsChainList());
        TlsIdentity identity = new TlsIdentity(tls.getPrivate(), chain);
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
