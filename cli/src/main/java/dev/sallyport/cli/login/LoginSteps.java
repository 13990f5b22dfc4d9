package dev.sallyport.cli.login;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import dev.sallyport.api.GrpcFailures;
import dev.sallyport.api.v1.FactorAnswer;
import dev.sallyport.api.v1.FactorChallenge;
import dev.sallyport.api.v1.FinishLoginReply;
import dev.sallyport.api.v1.FinishLoginRequest;
import dev.sallyport.api.v1.HeadlessOffer;
import dev.sallyport.api.v1.LoginServiceGrpc.LoginServiceBlockingStub;
import dev.sallyport.api.v1.LoginWish;
import dev.sallyport.api.v1.StartHeadlessLoginRequest;
import dev.sallyport.api.v1.StartLoginRequest;
import dev.sallyport.api.v1.UserCredentials;
import dev.sallyport.cli.factor.Answering;
import dev.sallyport.cli.factor.Waiting;
import dev.sallyport.cli.profile.LoginKeys;
import dev.sallyport.pki.ssh.SshKeys;
import java.io.PrintStream;
import java.util.Optional;

/** Logins that begin with a challenge. */
record LoginSteps(LoginServiceBlockingStub auth, Answering answering, LoginKeys keys, LoginFlow.Wish wish) {

    /** A password, and whatever answers the challenge that comes for it. */
    UserCredentials byPassword(String user, String password) {
        return answered(StartLoginRequest.newBuilder()
                .setUser(user)
                .setPassword(password)
                .setWish(asked())
                .build());
    }

    /** A key that knows whose it is. */
    UserCredentials byKeyAlone() {
        return answered(StartLoginRequest.newBuilder()
                .setPasswordless(true)
                .setWish(asked())
                .build());
    }

    /** A yes from where the person is logged in. */
    UserCredentials headless(String user) {
        HeadlessOffer offer = GrpcFailures.calling(() -> auth.startHeadlessLogin(StartHeadlessLoginRequest.newBuilder()
                .setUser(user)
                .setWish(asked())
                .build()));
        PrintStream err = answering.terminal().err();
        err.println("Where you are logged in: sally headless approve " + offer.getCode());
        err.flush();
        return ended(offer.getId(), Optional.empty(), offer.getNotAfter());
    }

    private UserCredentials answered(StartLoginRequest request) {
        return answered(GrpcFailures.calling(() -> auth.startLogin(request)));
    }

    /** Whatever answers this challenge. */
    UserCredentials answered(FactorChallenge challenge) {
        return ended(challenge.getId(), answering.answer(challenge), challenge.getNotAfter());
    }

    private UserCredentials ended(String id, Optional<FactorAnswer> answer, Timestamp end) {
        FinishLoginRequest.Builder request = FinishLoginRequest.newBuilder().setId(id);
        answer.ifPresent(request::setAnswer);
        return Waiting.until(end, answering.tools().pause(), () -> {
            FinishLoginReply reply = GrpcFailures.calling(() -> auth.finishLogin(request.build()));
            return reply.getPending() ? Optional.empty() : Optional.of(reply.getCredentials());
        });
    }

    /** What is to be certified. */
    LoginWish asked() {
        return LoginWish.newBuilder()
                .setTlsPublicKey(ByteString.copyFrom(keys.tls().getPublic().getEncoded()))
                .setSshPublicKey(SshKeys.line(keys.ssh().getPublic(), ""))
                .setTtlSeconds(wish.ttl().toSeconds())
                .addAllRequestIds(wish.requests())
                .build();
    }
}
