package dev.sallyport.auth.rpc;

import dev.sallyport.api.v1.BeginSsoReply;
import dev.sallyport.api.v1.BeginTestRequest;
import dev.sallyport.api.v1.Connector;
import dev.sallyport.api.v1.ConnectorServiceGrpc;
import dev.sallyport.api.v1.FinishSsoRequest;
import dev.sallyport.api.v1.ListConnectorsReply;
import dev.sallyport.api.v1.ListLoginRulesReply;
import dev.sallyport.api.v1.LoginRule;
import dev.sallyport.api.v1.Page;
import dev.sallyport.api.v1.PutConnectorRequest;
import dev.sallyport.api.v1.PutLoginRuleRequest;
import dev.sallyport.api.v1.RemoveConnectorReply;
import dev.sallyport.api.v1.RemoveConnectorRequest;
import dev.sallyport.api.v1.RemoveLoginRuleReply;
import dev.sallyport.api.v1.RemoveLoginRuleRequest;
import dev.sallyport.api.v1.RenewScimTokenRequest;
import dev.sallyport.api.v1.ScimToken;
import dev.sallyport.api.v1.SsoVerdict;
import dev.sallyport.api.v1.TestDirectoryRequest;
import dev.sallyport.audit.event.EventSubject;
import dev.sallyport.auth.connectors.ConnectorBook;
import dev.sallyport.auth.connectors.ConnectorForm;
import dev.sallyport.auth.connectors.LoginRuleBook;
import dev.sallyport.auth.sso.SsoDesk;
import dev.sallyport.auth.sso.Trial;
import dev.sallyport.auth.state.Paging;
import io.grpc.stub.StreamObserver;

/** Administration of connectors and login rules, and tests of them. */
public final class ConnectorMethods extends ConnectorServiceGrpc.ConnectorServiceImplBase {

    private final ConnectorBook connectors;
    private final LoginRuleBook rules;
    private final SsoDesk desk;

    public ConnectorMethods(ConnectorBook connectors, LoginRuleBook rules, SsoDesk desk) {
        this.connectors = connectors;
        this.rules = rules;
        this.desk = desk;
    }

    @Override
    public void putConnector(PutConnectorRequest request, StreamObserver<Connector> observer) {
        Answer.to(observer, () -> connectors.put(request, subject()));
    }

    @Override
    public void listConnectors(Page request, StreamObserver<ListConnectorsReply> observer) {
        Answer.to(observer, () -> {
            Paging.Listing<Connector> page =
                    Filtered.page(request, Connector.getDefaultInstance(), connectors::list, ConnectorForm::name);
            return ListConnectorsReply.newBuilder()
                    .addAllConnectors(page.items())
                    .setNextPageToken(page.next())
                    .build();
        });
    }

    @Override
    public void removeConnector(RemoveConnectorRequest request, StreamObserver<RemoveConnectorReply> observer) {
        Answer.to(observer, () -> {
            connectors.remove(request.getName(), subject());
            return RemoveConnectorReply.getDefaultInstance();
        });
    }

    @Override
    public void putLoginRule(PutLoginRuleRequest request, StreamObserver<LoginRule> observer) {
        Answer.to(observer, () -> rules.put(request, subject()));
    }

    @Override
    public void listLoginRules(Page request, StreamObserver<ListLoginRulesReply> observer) {
        Answer.to(observer, () -> {
            Paging.Listing<LoginRule> page = Filtered.page(
                    request,
                    LoginRule.getDefaultInstance(),
                    rules::list,
                    rule -> rule.getMetadata().getName());
            return ListLoginRulesReply.newBuilder()
                    .addAllRules(page.items())
                    .setNextPageToken(page.next())
                    .build();
        });
    }

    @Override
    public void removeLoginRule(RemoveLoginRuleRequest request, StreamObserver<RemoveLoginRuleReply> observer) {
        Answer.to(observer, () -> {
            rules.remove(request.getName(), subject());
            return RemoveLoginRuleReply.getDefaultInstance();
        });
    }

    @Override
    public void renewScimToken(RenewScimTokenRequest request, StreamObserver<ScimToken> observer) {
        Answer.to(
                observer,
                () -> ScimToken.newBuilder()
                        .setToken(connectors.renewScimToken(request.getConnector(), subject()))
                        .setPath("/scim/v2/" + request.getConnector())
                        .build());
    }

    @Override
    public void beginTest(BeginTestRequest request, StreamObserver<BeginSsoReply> observer) {
        Answer.to(observer, () -> {
            Connector connector = chosen(request.getName(), request.getConnector());
            return SsoMethods.begun(desk.beginTest(connector, request.getRedirectUri(), request.getAcr()));
        });
    }

    @Override
    public void finishTest(FinishSsoRequest request, StreamObserver<SsoVerdict> observer) {
        Answer.to(observer, () -> verdict(desk.finishTest(request.getId(), request.getParametersMap(), subject())));
    }

    @Override
    public void testDirectory(TestDirectoryRequest request, StreamObserver<SsoVerdict> observer) {
        Answer.to(observer, () -> {
            Connector connector = chosen(request.getName(), request.getConnector());
            return verdict(desk.tryDirectory(connector, request.getUser(), request.getPassword(), subject()));
        });
    }

    private Connector chosen(String name, Connector draft) {
        return name.isEmpty() ? connectors.draft(draft) : connectors.require(name);
    }

    private static EventSubject subject() {
        return CallerContext.current().subject();
    }

    private static SsoVerdict verdict(Trial trial) {
        return SsoVerdict.newBuilder()
                .setAdmitted(trial.objection().isEmpty())
                .setObjection(trial.objection().orElse(""))
                .setUser(trial.mapped().name())
                .addAllRoles(trial.mapped().roles())
                .putAllTraits(Lists.write(trial.mapped().traits()))
                .putAllClaims(Lists.write(trial.claimed().values()))
                .addAllWhy(trial.mapped().why())
                .build();
    }
}
