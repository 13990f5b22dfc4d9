package dev.sallyport.auth.rpc;

import dev.sallyport.api.v1.BeginSsoReply;
import dev.sallyport.api.v1.BeginSsoRequest;
import dev.sallyport.api.v1.Connector;
import dev.sallyport.api.v1.DirectoryLoginReply;
import dev.sallyport.api.v1.DirectoryLoginRequest;
import dev.sallyport.api.v1.FactorChallenge;
import dev.sallyport.api.v1.FinishSsoRequest;
import dev.sallyport.api.v1.ListWaysReply;
import dev.sallyport.api.v1.ListWaysRequest;
import dev.sallyport.api.v1.SsoServiceGrpc;
import dev.sallyport.api.v1.UserCredentials;
import dev.sallyport.auth.connectors.ConnectorBook;
import dev.sallyport.auth.connectors.ConnectorForm;
import dev.sallyport.auth.sso.DirectoryOutcome;
import dev.sallyport.auth.sso.SsoDesk;
import dev.sallyport.auth.state.Moments;
import io.grpc.stub.StreamObserver;

/** How people get in by identity providers. */
public final class SsoMethods extends SsoServiceGrpc.SsoServiceImplBase {

    private final ConnectorBook connectors;
    private final SsoDesk desk;
    private final Completion completion;

    public SsoMethods(ConnectorBook connectors, SsoDesk desk, Completion completion) {
        this.connectors = connectors;
        this.desk = desk;
        this.completion = completion;
    }

    @Override
    public void listWays(ListWaysRequest request, StreamObserver<ListWaysReply> observer) {
        Answer.to(
                observer,
                () -> ListWaysReply.newBuilder()
                        .addAllWays(
                                connectors.all().stream().map(SsoMethods::way).toList())
                        .build());
    }

    @Override
    public void beginSso(BeginSsoRequest request, StreamObserver<BeginSsoReply> observer) {
        Answer.to(
                observer,
                () -> begun(desk.begin(
                        request.getConnector(),
                        request.getRedirectUri(),
                        Completion.wish(request.getWish()),
                        request.getAcr())));
    }

    @Override
    public void finishSso(FinishSsoRequest request, StreamObserver<UserCredentials> observer) {
        Answer.to(
                observer,
                () -> completion.complete(desk.finish(
                        request.getId(),
                        request.getParametersMap(),
                        CallerContext.current().subject())));
    }

    @Override
    public void directoryLogin(DirectoryLoginRequest request, StreamObserver<DirectoryLoginReply> observer) {
        Answer.to(observer, () -> {
            DirectoryOutcome outcome = desk.directory(
                    request.getConnector(),
                    request.getUser(),
                    request.getPassword(),
                    Completion.wish(request.getWish()),
                    CallerContext.current().subject());
            return switch (outcome) {
                case DirectoryOutcome.In(UserCredentials credentials) ->
                    DirectoryLoginReply.newBuilder()
                            .setCredentials(completion.complete(credentials))
                            .build();
                case DirectoryOutcome.Asked(FactorChallenge challenge) ->
                    DirectoryLoginReply.newBuilder().setChallenge(challenge).build();
            };
        });
    }

    static BeginSsoReply begun(SsoDesk.Begun begun) {
        return BeginSsoReply.newBuilder()
                .setId(begun.id())
                .setUrl(begun.url())
                .setNotAfter(Moments.of(begun.notAfter()))
                .build();
    }

    private static ListWaysReply.Way way(Connector connector) {
        return ListWaysReply.Way.newBuilder()
                .setName(ConnectorForm.name(connector))
                .setKind(ConnectorForm.kind(connector))
                .setDisplay(ConnectorForm.display(connector))
                .setCallbackPort(ConnectorForm.callbackPort(connector))
                .build();
    }
}
