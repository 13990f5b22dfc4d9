package dev.sallyport.cli.things;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.GrpcFailures;
import dev.sallyport.api.v1.AddTokenReply;
import dev.sallyport.api.v1.AddTokenRequest;
import dev.sallyport.api.v1.ListTokensReply;
import dev.sallyport.api.v1.MachineType;
import dev.sallyport.api.v1.PutMode;
import dev.sallyport.api.v1.RemoveTokenRequest;
import dev.sallyport.api.v1.Token;
import dev.sallyport.api.v1.TokenServiceGrpc;
import dev.sallyport.cli.document.Document;
import dev.sallyport.cli.document.Mistakes;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.time.InstantSource;
import java.util.List;

/** Join tokens. */
final class TokenThings implements Things {

    private final TokenServiceGrpc.TokenServiceBlockingStub service;
    private final InstantSource clock;

    TokenThings(ApiChannel channel, InstantSource clock) {
        this.service = TokenServiceGrpc.newBlockingStub(channel.channel());
        this.clock = clock;
    }

    @Override
    public List<Token> all(String filter) {
        return Pages.all(
                filter, service::listTokens, ListTokensReply::getTokensList, ListTokensReply::getNextPageToken);
    }

    @Override
    public Token one(String name) {
        return Listed.one(all(Listed.is("id", name)), "token", "tokens", name, Token::getId);
    }

    @Override
    public void check(Document document) {
        Token token = (Token) document.message();
        Mistakes mistakes = new Mistakes();
        if (!token.getId().isEmpty()) {
            mistakes.add(document.place("metadata.name"), "a token gets its id when it is made: leave the name out");
        }
        if (token.getType() == MachineType.MACHINE_TYPE_UNSPECIFIED) {
            mistakes.add(document.place("spec"), "spec.type: expected node or proxy");
        }
        mistakes.orFail();
    }

    /** A token can only be made: what a dry run can check is checked here. */
    @Override
    public Stored put(Document document, PutMode mode, boolean dryRun) {
        Token token = (Token) document.message();
        if (mode == PutMode.PUT_MODE_UPDATE) {
            throw Failure.of(FailureCode.INVALID, "a token is not changed: remove it and make a new one");
        }
        if (dryRun) {
            return new Stored("", "");
        }
        AddTokenRequest request = AddTokenRequest.newBuilder()
                .setType(token.getType())
                .setTtlSeconds(Ends.secondsLeft(token.hasNotAfter(), token.getNotAfter(), clock))
                .build();
        AddTokenReply made = GrpcFailures.calling(() -> service.addToken(request));
        return new Stored(
                made.getInfo().getId(),
                "Token: " + made.getToken() + "\nCA pin: " + String.join(" ", made.getCaPinsList()));
    }

    @Override
    public void remove(String name) {
        GrpcFailures.calling(() ->
                service.removeToken(RemoveTokenRequest.newBuilder().setId(name).build()));
    }
}
