package dev.sallyport.testing;

import com.google.protobuf.ByteString;
import com.linecorp.armeria.common.SessionProtocol;
import com.linecorp.armeria.common.TlsKeyPair;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.grpc.GrpcService;
import dev.sallyport.api.GrpcFailures;
import dev.sallyport.api.ProxyAddress;
import dev.sallyport.api.v1.JoinRequest;
import dev.sallyport.api.v1.JoinServiceGrpc;
import dev.sallyport.api.v1.MachineCredentials;
import dev.sallyport.api.v1.RenewRequest;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.model.access.Identity;
import dev.sallyport.pki.Certificates;
import dev.sallyport.pki.Keys;
import dev.sallyport.pki.identity.CertifiedIdentity;
import dev.sallyport.pki.ssh.SshKeys;
import dev.sallyport.pki.x509.CertificateTemplate;
import dev.sallyport.pki.x509.IdentityExtension;
import dev.sallyport.pki.x509.PeerVerifier;
import dev.sallyport.pki.x509.TlsIdentity;
import io.grpc.stub.StreamObserver;
import io.netty.handler.ssl.ClientAuth;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Joins and renews as auth does, with one token that works once. */
final class FakeJoinService extends JoinServiceGrpc.JoinServiceImplBase implements AutoCloseable {

    static final String TOKEN = "the-token";

    private final TestAuthority authority;
    private final InstantSource clock;
    private final Server server;
    private final AtomicInteger joins = new AtomicInteger();

    FakeJoinService(TestAuthority authority, InstantSource clock) {
        this.authority = authority;
        this.clock = clock;
        TlsIdentity identity = authority.auth();
        PeerVerifier clients = PeerVerifier.trusting(() -> authority.trust().tls(), clock);
        this.server = Server.builder()
                .port(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), SessionProtocol.HTTPS)
                .tls(TlsKeyPair.of(identity.key(), identity.chain()))
                .tlsCustomizer(tls -> tls.trustManager(clients.clientTrust())
                        .clientAuth(ClientAuth.OPTIONAL)
                        .protocols("TLSv1.3"))
                .service(GrpcService.builder()
                        .addService(this)
                        .useBlockingTaskExecutor(true)
                        .build())
                .build();
        server.start().join();
    }

    ProxyAddress address() {
        return new ProxyAddress("127.0.0.1", server.activeLocalPort());
    }

    int joins() {
        return joins.get();
    }

    @Override
    public void close() {
        // Not waited for: stopping takes two seconds of silence, and the next test has its own server.
        var _ = server.closeAsync();
    }

    @Override
    public void join(JoinRequest request, StreamObserver<MachineCredentials> caller) {
        answer(caller, () -> {
            if (!request.getToken().equals(TOKEN) || joins.getAndIncrement() > 0) {
                throw Failure.of(FailureCode.UNAUTHENTICATED, "this token is wrong, used or over");
            }
            return credentials("node-1", request.getTlsPublicKey(), request.getSshPublicKey());
        });
    }

    @Override
    public void renew(RenewRequest request, StreamObserver<MachineCredentials> caller) {
        answer(caller, () -> credentials(callersId(), request.getTlsPublicKey(), request.getSshPublicKey()));
    }

    private MachineCredentials credentials(String id, ByteString tlsKey, String sshKey) {
        PublicKey tls = Keys.tlsPublicKey(tlsKey.toByteArray());
        CertifiedIdentity node = CertifiedIdentity.of(new Identity(id, Identity.Kind.NODE, List.of(), Map.of()));
        List<X509Certificate> chain = authority
                .hostCa()
                .issue(CertificateTemplate.client(
                        tls, node, clock.instant(), clock.instant().plus(TestAuthority.LIFE)));
        return MachineCredentials.newBuilder()
                .setId(id)
                .addAllTlsChain(chain.stream()
                        .map(Certificates::encode)
                        .map(ByteString::copyFrom)
                        .toList())
                .setSshHostCertificate(authority.sshHost(id, "web-1", SshKeys.parseKey(sshKey), TestAuthority.LIFE))
                .setTrust(authority.trust().toProto())
                .build();
    }

    private static String callersId() {
        try {
            var session = Objects.requireNonNull(ServiceRequestContext.current().sslSession());
            return IdentityExtension.read((X509Certificate) session.getPeerCertificates()[0])
                    .identity()
                    .user();
        } catch (SSLPeerUnverifiedException e) {
            throw Failure.of(FailureCode.UNAUTHENTICATED, "a renewal needs the certificate", e);
        }
    }

    private static void answer(StreamObserver<MachineCredentials> caller, Supplier<MachineCredentials> work) {
        try {
            caller.onNext(work.get());
            caller.onCompleted();
        } catch (Failure e) {
            caller.onError(GrpcFailures.toStatus(e));
        }
    }
}
