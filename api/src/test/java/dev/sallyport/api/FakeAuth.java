package dev.sallyport.api;

import com.linecorp.armeria.common.SessionProtocol;
import com.linecorp.armeria.common.TlsKeyPair;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.grpc.GrpcService;
import dev.sallyport.api.v1.GetTrustRequest;
import dev.sallyport.api.v1.LoginServiceGrpc;
import dev.sallyport.api.v1.Trust;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.pki.x509.LiveKeyManager;
import dev.sallyport.pki.x509.PeerRefused;
import dev.sallyport.pki.x509.PeerVerifier;
import dev.sallyport.pki.x509.TlsIdentity;
import dev.sallyport.pki.x509.VerifiedPeer;
import io.grpc.stub.StreamObserver;
import io.netty.handler.ssl.ClientAuth;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLSession;

/** Armeria as auth uses it, with one service that tells who it thinks is calling. */
final class FakeAuth implements AutoCloseable {

    private final Server server;
    private final PeerVerifier clients;
    private final AtomicReference<Supplier<Trust>> answer = new AtomicReference<>();

    FakeAuth(Supplier<TlsIdentity> identity, PeerVerifier clients) {
        TlsIdentity first = identity.get();
        this.clients = clients;
        this.server = Server.builder()
                .port(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), SessionProtocol.HTTPS)
                .tls(TlsKeyPair.of(first.key(), first.chain()))
                .tlsCustomizer(tls -> tls.keyManager(new LiveKeyManager(() -> Optional.of(identity.get())))
                        .trustManager(clients.clientTrust())
                        .clientAuth(ClientAuth.OPTIONAL)
                        .protocols("TLSv1.3"))
                .service(GrpcService.builder()
                        .addService(new Login())
                        .useBlockingTaskExecutor(true)
                        .build())
                .build();
        server.start().join();
        answersAboutTheCaller();
    }

    ProxyAddress address() {
        return new ProxyAddress("127.0.0.1", server.activeLocalPort());
    }

    /** What the service answers from now on. */
    void answers(Supplier<Trust> next) {
        answer.set(next);
    }

    /** Answers who it thinks is calling. */
    void answersAboutTheCaller() {
        answer.set(this::aboutTheCaller);
    }

    @Override
    public void close() {
        server.stop().join();
    }

    /** Caller's name in the field of the cluster, SNI in that of an SSH CA. */
    private Trust aboutTheCaller() {
        SSLSession session =
                Objects.requireNonNull(ServiceRequestContext.current().sslSession());
        Trust.Builder about = Trust.newBuilder().setCluster("nobody");
        peer(session)
                .ifPresent(peer -> about.setCluster(peer.identity().identity().user()));
        if (session instanceof ExtendedSSLSession extended) {
            extended.getRequestedServerNames().forEach(name -> about.addSshHostCa(((SNIHostName) name).getAsciiName()));
        }
        return about.build();
    }

    private Optional<VerifiedPeer> peer(SSLSession session) {
        try {
            return clients.verifyClient(session);
        } catch (PeerRefused e) {
            throw Failure.of(FailureCode.UNAUTHENTICATED, Objects.requireNonNull(e.getMessage()), e);
        }
    }

    private final class Login extends LoginServiceGrpc.LoginServiceImplBase {
        @Override
        public void getTrust(GetTrustRequest request, StreamObserver<Trust> caller) {
            try {
                caller.onNext(Objects.requireNonNull(answer.get()).get());
                caller.onCompleted();
            } catch (Failure e) {
                caller.onError(GrpcFailures.toStatus(e));
            }
        }
    }
}
