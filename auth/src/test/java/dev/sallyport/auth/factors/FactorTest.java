package dev.sallyport.auth.factors;

import com.google.protobuf.MessageLite;
import dev.sallyport.api.FactorTrailer;
import dev.sallyport.api.v1.AnswerProofRequest;
import dev.sallyport.api.v1.AuditServiceGrpc;
import dev.sallyport.api.v1.Event;
import dev.sallyport.api.v1.FactorAnswer;
import dev.sallyport.api.v1.FactorChallenge;
import dev.sallyport.api.v1.FactorServiceGrpc;
import dev.sallyport.api.v1.FactorServiceGrpc.FactorServiceBlockingStub;
import dev.sallyport.api.v1.FinishDeviceRequest;
import dev.sallyport.api.v1.FinishLoginReply;
import dev.sallyport.api.v1.FinishLoginRequest;
import dev.sallyport.api.v1.ListEventsRequest;
import dev.sallyport.api.v1.LoginRequest;
import dev.sallyport.api.v1.LoginServiceGrpc;
import dev.sallyport.api.v1.LoginWish;
import dev.sallyport.api.v1.StartDeviceRequest;
import dev.sallyport.api.v1.StartLoginRequest;
import dev.sallyport.api.v1.StartProofRequest;
import dev.sallyport.auth.ClusterTest;
import dev.sallyport.auth.TestCluster;
import dev.sallyport.testing.factor.SoftKey;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.stub.MetadataUtils;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;

/** People with security keys, and what they do with them. */
abstract class FactorTest extends ClusterTest {

    final SecureRandom random = new SecureRandom();

    /** Somebody who is logged in. */
    record Member(TestCluster.Somebody who, Channel channel) {}

    Member member(String name, String... roles) {
        TestCluster.Somebody who = cluster.person(name, roles);
        return new Member(who, cluster.channel(who, cluster.login(who)));
    }

    static FactorServiceBlockingStub factors(Channel channel) {
        return FactorServiceGrpc.newBlockingStub(channel);
    }

    LoginServiceGrpc.LoginServiceBlockingStub login() {
        return LoginServiceGrpc.newBlockingStub(cluster.nobody());
    }

    /** A code of the phone; the next one is another. */
    FactorAnswer code(TestCluster.Somebody who) {
        clock.advance(Duration.ofSeconds(30));
        return FactorAnswer.newBuilder()
                .setCode(who.phone().at(clock.instant()))
                .build();
    }

    static FactorAnswer signed(SoftKey key, FactorChallenge challenge) {
        return FactorAnswer.newBuilder()
                .setAssertion(key.sign(challenge.getKey()))
                .build();
    }

    static StartProofRequest about(MethodDescriptor<?, ?> method, MessageLite request) {
        return StartProofRequest.newBuilder()
                .setMethod(method.getFullMethodName())
                .setRequest(request.toByteString())
                .build();
    }

    /** Proves a call with the phone; the id of the proof. */
    String proof(Member member, MethodDescriptor<?, ?> method, MessageLite request) {
        FactorChallenge challenge = factors(member.channel()).startProof(about(method, request));
        var _ = factors(member.channel())
                .answerProof(AnswerProofRequest.newBuilder()
                        .setId(challenge.getId())
                        .setAnswer(code(member.who()))
                        .build());
        return challenge.getId();
    }

    /** The channel with a proof. */
    static Channel with(Channel channel, String proof) {
        Metadata headers = new Metadata();
        headers.put(FactorTrailer.PROOF, proof);
        return ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    /** A new security key of this person. */
    SoftKey key(Member member, String name, boolean passwordless) {
        SoftKey key = new SoftKey(random);
        StartDeviceRequest request = StartDeviceRequest.newBuilder()
                .setKind("webauthn")
                .setName(name)
                .setPasswordless(passwordless)
                .build();
        String proof = proof(member, FactorServiceGrpc.getStartDeviceMethod(), request);
        var offer = factors(with(member.channel(), proof)).startDevice(request);
        var _ = factors(member.channel())
                .finishDevice(FinishDeviceRequest.newBuilder()
                        .setId(offer.getId())
                        .setAttestation(key.register(offer.getKey()))
                        .build());
        return key;
    }

    LoginWish wish(TestCluster.Somebody who) {
        LoginRequest request = cluster.loginRequest(who).build();
        return LoginWish.newBuilder()
                .setTlsPublicKey(request.getTlsPublicKey())
                .setSshPublicKey(request.getSshPublicKey())
                .build();
    }

    /** The first step with this password. */
    FactorChallenge start(TestCluster.Somebody who, String password) {
        return login().startLogin(StartLoginRequest.newBuilder()
                .setUser(who.name())
                .setPassword(password)
                .setWish(wish(who))
                .build());
    }

    FinishLoginReply finish(FactorChallenge challenge, FactorAnswer answer) {
        return login().finishLogin(FinishLoginRequest.newBuilder()
                .setId(challenge.getId())
                .setAnswer(answer)
                .build());
    }

    List<Event> events(String type) {
        return AuditServiceGrpc.newBlockingStub(cluster.admin())
                .listEvents(ListEventsRequest.newBuilder().setType(type).build())
                .getEventsList();
    }

    List<String> reasons() {
        return events("user.login.failed").stream()
                .map(event -> event.getFieldsOrDefault("reason", ""))
                .toList();
    }
}
