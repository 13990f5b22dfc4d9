package dev.sallyport.cli.things;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.GrpcFailures;
import dev.sallyport.api.v1.ConnectorServiceGrpc;
import dev.sallyport.api.v1.ListLoginRulesReply;
import dev.sallyport.api.v1.LoginRule;
import dev.sallyport.api.v1.PutLoginRuleRequest;
import dev.sallyport.api.v1.PutMode;
import dev.sallyport.api.v1.RemoveLoginRuleRequest;
import dev.sallyport.cli.document.Document;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.util.List;

/** The login rules of a cluster. */
public final class LoginRuleThings implements Things {

    private final ConnectorServiceGrpc.ConnectorServiceBlockingStub service;

    public LoginRuleThings(ApiChannel channel) {
        this.service = ConnectorServiceGrpc.newBlockingStub(channel.channel());
    }

    @Override
    public List<LoginRule> all(String filter) {
        return Pages.all(
                filter,
                service::listLoginRules,
                ListLoginRulesReply::getRulesList,
                ListLoginRulesReply::getNextPageToken);
    }

    @Override
    public LoginRule one(String name) {
        return all("").stream()
                .filter(rule -> rule.getMetadata().getName().equals(name))
                .findFirst()
                .orElseThrow(() -> Failure.of(
                        FailureCode.NOT_FOUND,
                        "there is no login rule '" + name + "': 'sally get login_rules' shows those there are"));
    }

    @Override
    public Stored put(Document document, PutMode mode, boolean dryRun) {
        PutLoginRuleRequest request = PutLoginRuleRequest.newBuilder()
                .setRule((LoginRule) document.message())
                .setMode(mode)
                .setDryRun(dryRun)
                .build();
        LoginRule stored = GrpcFailures.calling(() -> service.putLoginRule(request));
        return new Stored(stored.getMetadata().getName(), "");
    }

    @Override
    public void remove(String name) {
        GrpcFailures.calling(() -> service.removeLoginRule(
                RemoveLoginRuleRequest.newBuilder().setName(name).build()));
    }
}
