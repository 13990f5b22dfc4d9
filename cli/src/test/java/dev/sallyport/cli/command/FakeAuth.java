package dev.sallyport.cli.command;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import com.linecorp.armeria.common.SessionProtocol;
import com.linecorp.armeria.common.TlsKeyPair;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.grpc.GrpcService;
import com.linecorp.armeria.server.grpc.GrpcServiceBuilder;
import dev.sallyport.api.v1.AcceptInviteReply;
import dev.sallyport.api.v1.AcceptInviteRequest;
import dev.sallyport.api.v1.FactorChallenge;
import dev.sallyport.api.v1.FinishLoginReply;
import dev.sallyport.api.v1.FinishLoginRequest;
import dev.sallyport.api.v1.KeyRequest;
import dev.sallyport.api.v1.LoginRequest;
import dev.sallyport.api.v1.LoginServiceGrpc;
import dev.sallyport.api.v1.OpenInviteReply;
import dev.sallyport.api.v1.OpenInviteRequest;
import dev.sallyport.api.v1.StartLoginRequest;
import dev.sallyport.api.v1.UserCredentials;
import dev.sallyport.pki.Certificates;
import dev.sallyport.pki.Keys;
import dev.sallyport.pki.identity.CertifiedIdentity;
import dev.sallyport.pki.ssh.SshKeys;
import dev.sallyport.pki.x509.CertificateTemplate;
import dev.sallyport.pki.x509.LiveKeyManager;
import dev.sallyport.pki.x509.PeerVerifier;
import dev.sallyport.pki.x509.TlsIdentity;
import dev.sallyport.protocols.knock.Ticket;
import dev.sallyport.testing.TestAuthority;
import io.grpc.BindableService;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.netty.handler.ssl.ClientAuth;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Auth behind real TLS: knows one person, alice, by password and any code that was not used before. */
final class FakeAuth implements AutoCloseable {

    static final String PASSWORD = "correct horse battery";
    static final String INVITE = "invite-code";
    static final String SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

    final TestAuthority authority = new TestAuthority("test.example", InstantSource.system());
    final List<LoginRequest> logins = new CopyOnWriteArrayList<>();
    final List<AcceptInviteRequest> accepted = new CopyOnWriteArrayList<>();
    final List<FinishLoginRequest> finished = new CopyOnWriteArrayList<>();
    final AtomicReference<@Nullable StartLoginRequest> started = new AtomicReference<>();
    Optional<KeyRequest> key = Optional.empty();
    String page = "";
    private final Server server;

    FakeAuth(BindableService... services) {
        TlsIdentity auth = authority.auth();
        PeerVerifier verifier = PeerVerifier.trusting(() -> authority.trust().tls(), InstantSource.system());
        GrpcServiceBuilder grpc =
                GrpcService.builder().useBlockingTaskExecutor(true).addService(new Logins());
        for (BindableService service : services) {
            grpc.addService(service);
        }
        server = Server.builder()
                .port(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), SessionProtocol.HTTPS)
                .tls(TlsKeyPair.of(auth.key(), auth.chain()))
                .tlsCustomizer(tls -> tls.keyManager(new LiveKeyManager(() -> Optional.of(auth)))
                        .trustManager(verifier.clientTrust())
                        .clientAuth(ClientAuth.OPTIONAL)
                        .protocols("TLSv1.3"))
                .service(grpc.build())
                .build();
        server.start().join();
    }

    String address() {
        return "127.0.0.1:" + server.activeLocalPort();
    }

    String link() {
        return "https://" + address() + "/invite/" + INVITE + "#" + authority.pin();
    }

    /** The local administrator's file. */
    String identityFile() {
        CertifiedIdentity admin = TestAuthority.person("local-admin", List.of(), List.of());
        TlsIdentity identity = authority.user(admin, Duration.ofHours(1));
        List<X509Certificate> certificates = new ArrayList<>(identity.chain());
        certificates.add(authority.hostCa().certificate());
        return "# Sallyport local administrator of test.example\n# address: " + address() + "\n"
                + dev.sallyport.pki.PemBundle.of(identity.key(), certificates).text();
    }

    @Override
    public void close() {
        var _ = server.closeAsync();
    }

    private final class Logins extends LoginServiceGrpc.LoginServiceImplBase {

        @Override
        public void openInvite(OpenInviteRequest request, StreamObserver<OpenInviteReply> answer) {
            if (!request.getCode().equals(INVITE)) {
                answer.onError(Status.UNAUTHENTICATED
                        .withDescription("this invite is not open")
                        .asException());
                return;
            }
            answer.onNext(OpenInviteReply.newBuilder()
                    .setUser("alice")
                    .setOtpUri("otpauth://totp/test.example:alice?secret=" + SECRET + "&issuer=test.example")
                    .build());
            answer.onCompleted();
        }

        @Override
        public void acceptInvite(AcceptInviteRequest request, StreamObserver<AcceptInviteReply> answer) {
            accepted.add(request);
            answer.onNext(AcceptInviteReply.newBuilder().setUser("alice").build());
            answer.onCompleted();
        }

        /** Where a person has a security key, it is asked for. */
        @Override
        public void startLogin(StartLoginRequest request, StreamObserver<FactorChallenge> answer) {
            started.set(request);
            FactorChallenge.Builder challenge = FactorChallenge.newBuilder()
                    .setId("challenge")
                    .setSummary("log in as alice")
                    .setOneTimeCode(!request.getPasswordless())
                    .setNotAfter(Timestamp.newBuilder()
                            .setSeconds(Instant.now().plusSeconds(60).getEpochSecond()));
            key.ifPresent(challenge::setKey);
            challenge.setBrowserUrl(page);
            answer.onNext(challenge.build());
            answer.onCompleted();
        }

        /** A browser answers at the third question. */
        @Override
        public void finishLogin(FinishLoginRequest request, StreamObserver<FinishLoginReply> answer) {
            finished.add(request);
            StartLoginRequest first = java.util.Objects.requireNonNull(started.get());
            if (!request.hasAnswer() && finished.size() < 3) {
                answer.onNext(FinishLoginReply.newBuilder().setPending(true).build());
                answer.onCompleted();
                return;
            }
            LoginRequest whole = LoginRequest.newBuilder()
                    .setUser(first.getPasswordless() ? "alice" : first.getUser())
                    .setPassword(first.getPasswordless() ? PASSWORD : first.getPassword())
                    .setOtp(request.getAnswer().getCode())
                    .setTlsPublicKey(first.getWish().getTlsPublicKey())
                    .setSshPublicKey(first.getWish().getSshPublicKey())
                    .build();
            logins.add(whole);
            if (!whole.getUser().equals("alice") || !whole.getPassword().equals(PASSWORD)) {
                answer.onError(
                        Status.UNAUTHENTICATED.withDescription("login refused").asException());
                return;
            }
            answer.onNext(FinishLoginReply.newBuilder()
                    .setCredentials(credentials(whole))
                    .build());
            answer.onCompleted();
        }

        @Override
        public void login(LoginRequest request, StreamObserver<UserCredentials> answer) {
            logins.add(request);
            boolean used =
                    accepted.stream().anyMatch(earlier -> earlier.getOtp().equals(request.getOtp()));
            if (!request.getUser().equals("alice") || !request.getPassword().equals(PASSWORD) || used) {
                answer.onError(
                        Status.UNAUTHENTICATED.withDescription("login refused").asException());
                return;
            }
            answer.onNext(credentials(request));
            answer.onCompleted();
        }
    }

    private UserCredentials credentials(LoginRequest request) {
        CertifiedIdentity alice = TestAuthority.person("alice", List.of("access"), List.of("ubuntu"));
        Duration life = Duration.ofHours(12);
        Instant now = Instant.now();
        List<X509Certificate> chain = authority
                .userCa()
                .issue(CertificateTemplate.client(
                        Keys.tlsPublicKey(request.getTlsPublicKey().toByteArray()),
                        alice,
                        now.minusSeconds(60),
                        now.plus(life)));
        return UserCredentials.newBuilder()
                .addAllTlsChain(chain.stream()
                        .map(Certificates::encode)
                        .map(ByteString::copyFrom)
                        .toList())
                .setSshCertificate(
                        authority.sshUser(alice, SshKeys.parseKey(request.getSshPublicKey()), List.of("ubuntu"), life))
                .setKnockTicket(ByteString.copyFrom(Ticket.of(0, now.plus(life).getEpochSecond(), new byte[12])
                        .bytes()))
                .setKnockKey(ByteString.copyFrom(new byte[32]))
                .setNotAfter(Timestamp.newBuilder().setSeconds(now.plus(life).getEpochSecond()))
                .setTrust(authority.trust().toProto())
                .setProxyPublicAddress(address())
                .setProxySshAddress("127.0.0.1:3023")
                .setUser("alice")
                .addRoles("access")
                .addLogins("ubuntu")
                .build();
    }
}
