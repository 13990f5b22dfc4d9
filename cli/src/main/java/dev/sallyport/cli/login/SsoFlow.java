package dev.sallyport.cli.login;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.GrpcFailures;
import dev.sallyport.api.ProxyAddress;
import dev.sallyport.api.v1.BeginSsoReply;
import dev.sallyport.api.v1.BeginSsoRequest;
import dev.sallyport.api.v1.DirectoryLoginReply;
import dev.sallyport.api.v1.DirectoryLoginRequest;
import dev.sallyport.api.v1.FinishSsoRequest;
import dev.sallyport.api.v1.ListWaysReply;
import dev.sallyport.api.v1.ListWaysRequest;
import dev.sallyport.api.v1.LoginServiceGrpc;
import dev.sallyport.api.v1.LoginWish;
import dev.sallyport.api.v1.SsoServiceGrpc;
import dev.sallyport.api.v1.SsoServiceGrpc.SsoServiceBlockingStub;
import dev.sallyport.api.v1.UserCredentials;
import dev.sallyport.cli.factor.Answering;
import dev.sallyport.cli.profile.LoginKeys;
import dev.sallyport.cli.profile.NewLogin;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.security.SecureRandom;
import java.util.stream.Collectors;

/** From an identity provider to certificates, over a channel that is verified already. */
public final class SsoFlow {

    private final Answers answers;
    private final Answering answering;
    private final BrowserTrip trip;
    private final SecureRandom random;

    /** @param answering what answers for the second factor, after a directory's password */
    public SsoFlow(Answers answers, Answering answering, BrowserTrip trip, SecureRandom random) {
        this.answers = answers;
        this.answering = answering;
        this.trip = trip;
        this.random = random;
    }

    /**
     * What the person wants.
     *
     * @param connector by which they come
     * @param acr step-up: the context that the provider is to confirm; empty for the usual
     */
    public record Wish(String connector, String acr, LoginFlow.Wish login) {}

    /** Logs in. */
    public NewLogin run(ProxyAddress proxy, ApiChannel channel, Wish wish) {
        SsoServiceBlockingStub auth = SsoServiceGrpc.newBlockingStub(channel.channel());
        ListWaysReply.Way way = way(auth, wish.connector());
        LoginKeys keys = LoginKeys.generate(random);
        LoginSteps steps =
                new LoginSteps(LoginServiceGrpc.newBlockingStub(channel.channel()), answering, keys, wish.login());
        LoginWish certified = steps.asked();
        UserCredentials credentials = way.getKind().equals("ldap")
                ? byPassword(auth, steps, wish, certified)
                : byBrowser(auth, wish, certified, way.getCallbackPort());
        return new NewLogin(proxy, keys, credentials);
    }

    /** Whoever has a second factor here is asked for it. */
    private UserCredentials byPassword(SsoServiceBlockingStub auth, LoginSteps steps, Wish wish, LoginWish certified) {
        DirectoryLoginRequest request = DirectoryLoginRequest.newBuilder()
                .setConnector(wish.connector())
                .setUser(answers.user(wish.login().user()))
                .setPassword(answers.password())
                .setWish(certified)
                .build();
        DirectoryLoginReply reply = GrpcFailures.calling(() -> auth.directoryLogin(request));
        return reply.hasChallenge() ? steps.answered(reply.getChallenge()) : reply.getCredentials();
    }

    private UserCredentials byBrowser(SsoServiceBlockingStub auth, Wish wish, LoginWish certified, int port) {
        FinishSsoRequest finish =
                trip.go(wish.connector(), port, redirectUri -> begin(auth, wish, certified, redirectUri));
        return GrpcFailures.calling(() -> auth.finishSso(finish));
    }

    private static BeginSsoReply begin(
            SsoServiceBlockingStub auth, Wish wish, LoginWish certified, String redirectUri) {
        BeginSsoRequest request = BeginSsoRequest.newBuilder()
                .setConnector(wish.connector())
                .setRedirectUri(redirectUri)
                .setAcr(wish.acr())
                .setWish(certified)
                .build();
        return GrpcFailures.calling(() -> auth.beginSso(request));
    }

    private static ListWaysReply.Way way(SsoServiceBlockingStub auth, String connector) {
        ListWaysReply ways = GrpcFailures.calling(() -> auth.listWays(ListWaysRequest.getDefaultInstance()));
        return ways.getWaysList().stream()
                .filter(way -> way.getName().equals(connector))
                .findFirst()
                .orElseThrow(() -> Failure.of(
                        FailureCode.NOT_FOUND,
                        "nobody logs in by '" + connector + "' here: expected --auth="
                                + ways.getWaysList().stream()
                                        .map(ListWaysReply.Way::getName)
                                        .collect(Collectors.joining(" or --auth="))
                                + (ways.getWaysCount() == 0
                                        ? "… once there is a connector; now by password only"
                                        : "")));
    }
}
