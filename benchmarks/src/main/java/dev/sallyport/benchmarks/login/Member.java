package dev.sallyport.benchmarks.login;

import com.google.protobuf.ByteString;
import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.FactorTrailer;
import dev.sallyport.api.v1.AcceptInviteRequest;
import dev.sallyport.api.v1.AddUserRequest;
import dev.sallyport.api.v1.AnswerProofRequest;
import dev.sallyport.api.v1.DeviceOffer;
import dev.sallyport.api.v1.FactorAnswer;
import dev.sallyport.api.v1.FactorChallenge;
import dev.sallyport.api.v1.FactorServiceGrpc;
import dev.sallyport.api.v1.FinishDeviceRequest;
import dev.sallyport.api.v1.FinishLoginRequest;
import dev.sallyport.api.v1.LoginRequest;
import dev.sallyport.api.v1.LoginServiceGrpc;
import dev.sallyport.api.v1.LoginWish;
import dev.sallyport.api.v1.OpenInviteRequest;
import dev.sallyport.api.v1.StartDeviceRequest;
import dev.sallyport.api.v1.StartLoginRequest;
import dev.sallyport.api.v1.StartProofRequest;
import dev.sallyport.api.v1.UserCredentials;
import dev.sallyport.api.v1.UserServiceGrpc;
import dev.sallyport.pki.Certificates;
import dev.sallyport.pki.Keys;
import dev.sallyport.pki.ssh.SshKeys;
import dev.sallyport.pki.x509.TlsIdentity;
import dev.sallyport.testing.dist.Totp;
import dev.sallyport.testing.factor.SoftKey;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Somebody with a password, an authenticator app and a security key; the keys to be certified are made once. */
final class Member {

    private static final String PASSWORD = "correct horse battery";
    private static final int STEP_SECONDS = 30;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Door door;
    private final String name;
    private final KeyPair tls = Keys.ecdsaP256(RANDOM);
    private final LoginWish wish;
    private final SoftKey key = new SoftKey(RANDOM);
    private Totp phone = new Totp(new byte[20]);
    private long lastStep;

    private Member(Door door, String name) {
        this.door = door;
        this.name = name;
        this.wish = LoginWish.newBuilder()
                .setTlsPublicKey(ByteString.copyFrom(tls.getPublic().getEncoded()))
                .setSshPublicKey(SshKeys.line(Keys.ed25519(RANDOM).getPublic(), "bench"))
                .build();
    }

    /** Invites somebody, who accepts and adds a key. */
    static Member of(Door door, String name) {
        Member member = new Member(door, name);
        member.accept();
        member.addKey();
        return member;
    }

    private void accept() {
        try (ApiChannel admin = door.admin();
                ApiChannel nobody = door.nobody()) {
            String code = UserServiceGrpc.newBlockingStub(admin.channel())
                    .addUser(AddUserRequest.newBuilder()
                            .setName(name)
                            .addRoles("access")
                            .build())
                    .getCode();
            var login = LoginServiceGrpc.newBlockingStub(nobody.channel());
            String uri = login.openInvite(
                            OpenInviteRequest.newBuilder().setCode(code).build())
                    .getOtpUri();
            phone = Totp.ofBase32(uri.replaceFirst(".*[?&]secret=([A-Z2-7]+).*", "$1"));
            var _ = login.acceptInvite(AcceptInviteRequest.newBuilder()
                    .setCode(code)
                    .setPassword(PASSWORD)
                    .setOtp(freshCode())
                    .build());
        }
    }

    private void addKey() {
        UserCredentials credentials = byCode();
        try (ApiChannel channel = door.open(Optional.of(new TlsIdentity(
                tls.getPrivate(),
                Certificates.decodeAll(credentials.getTlsChainList().stream()
                        .map(ByteString::toByteArray)
                        .toList()))))) {
            StartDeviceRequest request = StartDeviceRequest.newBuilder()
                    .setKind("webauthn")
                    .setName("key")
                    .build();
            DeviceOffer offer = FactorServiceGrpc.newBlockingStub(proved(channel.channel(), request))
                    .startDevice(request);
            var _ = FactorServiceGrpc.newBlockingStub(channel.channel())
                    .finishDevice(FinishDeviceRequest.newBuilder()
                            .setId(offer.getId())
                            .setAttestation(key.register(offer.getKey()))
                            .build());
        }
    }

    private Channel proved(Channel channel, StartDeviceRequest request) {
        var factors = FactorServiceGrpc.newBlockingStub(channel);
        FactorChallenge challenge = factors.startProof(StartProofRequest.newBuilder()
                .setMethod(FactorServiceGrpc.getStartDeviceMethod().getFullMethodName())
                .setRequest(request.toByteString())
                .build());
        var _ = factors.answerProof(AnswerProofRequest.newBuilder()
                .setId(challenge.getId())
                .setAnswer(FactorAnswer.newBuilder().setCode(freshCode()))
                .build());
        Metadata headers = new Metadata();
        headers.put(FactorTrailer.PROOF, challenge.getId());
        return ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    /** A login with six digits. */
    UserCredentials byCode() {
        String code = freshCode();
        try (ApiChannel channel = door.nobody()) {
            return LoginServiceGrpc.newBlockingStub(channel.channel())
                    .login(LoginRequest.newBuilder()
                            .setUser(name)
                            .setPassword(PASSWORD)
                            .setOtp(code)
                            .setTlsPublicKey(wish.getTlsPublicKey())
                            .setSshPublicKey(wish.getSshPublicKey())
                            .build());
        }
    }

    /** A login with the key. */
    void byKey() {
        try (ApiChannel channel = door.nobody()) {
            var login = LoginServiceGrpc.newBlockingStub(channel.channel());
            FactorChallenge challenge = login.startLogin(StartLoginRequest.newBuilder()
                    .setUser(name)
                    .setPassword(PASSWORD)
                    .setWish(wish)
                    .build());
            var _ = login.finishLogin(FinishLoginRequest.newBuilder()
                    .setId(challenge.getId())
                    .setAnswer(FactorAnswer.newBuilder().setAssertion(key.sign(challenge.getKey())))
                    .build());
        }
    }

    /** Six digits are good once: waits for the next ones. */
    private String freshCode() {
        Instant now = door.clock().instant();
        while (now.getEpochSecond() / STEP_SECONDS <= lastStep) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            now = door.clock().instant();
        }
        lastStep = now.getEpochSecond() / STEP_SECONDS;
        return phone.at(now);
    }
}
