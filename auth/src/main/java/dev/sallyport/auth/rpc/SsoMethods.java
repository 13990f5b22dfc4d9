package dev.sallyport.auth.rpc;

import dev.sallyport.api.v1.BeginSsoReply;
import dev.sallyport.api.v1.BeginSsoRequest;
import dev.sallyport.api.v1.Connector;
import dev.sallyport.api.v1.DirectoryLoginRequest;
import dev.sallyport.api.v1.FinishSsoRequest;
import dev.sallyport.api.v1.ListWaysReply;
import dev.sallyport.api.v1.ListWaysRequest;
import dev.sallyport.api.v1.SsoServiceGrpc;
import dev.sallyport.api.v1.SsoWish;
import dev.sallyport.api.v1.UserCredentials;
import dev.sallyport.auth.connectors.ConnectorBook;
import dev.sallyport.auth.connectors.ConnectorForm;
import dev.sallyport.auth.people.ArrivalDesk;
import dev.sallyport.auth.sso.SsoDesk;
import dev.sallyport.auth.state.Moments;
import dev.sallyport.pki.Keys;
import dev.sallyport.pki.ssh.SshKeys;
import io.grpc.stub.StreamObserver;
import java.time.Duration;

/** How people get in by identity providers. */
public final class SsoMethods extends SsoServiceGrpc.SsoServiceImplBase {

    private final ConnectorBook connectors;
    private final SsoDesk desk;
    private final ProxyAddresses addresses;

    public SsoMethods(ConnectorBook connectors, SsoDesk desk, ProxyAddresses addresses) {
        this.connectors = connectors;
        this.desk = desk;
        this.addresses = addresses;
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
                        request.getConnector(), request.getRedirectUri(), wish(request.getWish()), request.getAcr())));
    }

    @Override
    public void finishSso(FinishSsoRequest request, StreamObserver<UserCredentials> observer) {
        Answer.to(
                observer,
                () -> withAddresses(desk.finish(
                        request.getId(),
                        request.getParametersMap(),
                        CallerContext.current().subject())));
    }

    @Override
    public void directoryLogin(DirectoryLoginRequest request, StreamObserver<UserCredentials> observer) {
        Answer.to(
                observer,
                () -> withAddresses(desk.directory(
                        request.getConnector(),
                        request.getUser(),
                        request.getPassword(),
                        wish(request.getWish()),
                        CallerContext.current().subject())));
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

    private static ArrivalDesk.Wish wish(SsoWish wish) {
        return new ArrivalDesk.Wish(
                Keys.tlsPublicKey(wish.getTlsPublicKey().toByteArray()),
                SshKeys.parseKey(wish.getSshPublicKey()),
                Duration.ofSeconds(wish.getTtlSeconds()),
                wish.getRequestIdsList());
    }

    private UserCredentials withAddresses(UserCredentials credentials) {
        return credentials.toBuilder()
                .setProxyPublicAddress(addresses.publicAddress())
                .setProxySshAddress(addresses.sshAddress())
                .build();
    }
}
