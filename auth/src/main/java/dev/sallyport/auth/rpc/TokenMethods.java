package dev.sallyport.auth.rpc;

import dev.sallyport.api.v1.AddTokenReply;
import dev.sallyport.api.v1.AddTokenRequest;
import dev.sallyport.api.v1.ListTokensReply;
import dev.sallyport.api.v1.Page;
import dev.sallyport.api.v1.RemoveTokenReply;
import dev.sallyport.api.v1.RemoveTokenRequest;
import dev.sallyport.api.v1.Token;
import dev.sallyport.api.v1.TokenServiceGrpc;
import dev.sallyport.auth.authority.Authority;
import dev.sallyport.auth.machines.MachineKind;
import dev.sallyport.auth.machines.TokenBook;
import dev.sallyport.auth.state.Moments;
import dev.sallyport.auth.state.Paging;
import dev.sallyport.pki.CaPin;
import io.grpc.stub.StreamObserver;
import java.time.Duration;

/** Administration of join tokens. */
public final class TokenMethods extends TokenServiceGrpc.TokenServiceImplBase {

    private final TokenBook tokens;
    private final Authority authority;

    public TokenMethods(TokenBook tokens, Authority authority) {
        this.tokens = tokens;
        this.authority = authority;
    }

    @Override
    public void addToken(AddTokenRequest request, StreamObserver<AddTokenReply> observer) {
        Answer.to(observer, () -> {
            TokenBook.Issued issued = tokens.add(
                    MachineKind.of(request.getType()),
                    Duration.ofSeconds(request.getTtlSeconds()),
                    CallerContext.current().subject());
            return AddTokenReply.newBuilder()
                    .setToken(issued.secret())
                    .setInfo(token(issued.token()))
                    .addAllCaPins(authority.pins().stream().map(CaPin::toString).toList())
                    .build();
        });
    }

    @Override
    public void listTokens(Page request, StreamObserver<ListTokensReply> observer) {
        Answer.to(observer, () -> {
            Paging.Listing<Token> page = Filtered.page(
                    request,
                    Token.getDefaultInstance(),
                    wanted -> tokens.list(wanted).map(TokenMethods::token),
                    token -> TokenBook.after(token.getId()));
            return ListTokensReply.newBuilder()
                    .addAllTokens(page.items())
                    .setNextPageToken(page.next())
                    .build();
        });
    }

    @Override
    public void removeToken(RemoveTokenRequest request, StreamObserver<RemoveTokenReply> observer) {
        Answer.to(observer, () -> {
            tokens.remove(request.getId(), CallerContext.current().subject());
            return RemoveTokenReply.getDefaultInstance();
        });
    }

    private static Token token(TokenBook.Token token) {
        return Token.newBuilder()
                .setId(token.id())
                .setType(token.kind().type())
                .setNotAfter(Moments.of(token.notAfter()))
                .setCreated(Moments.of(token.created()))
                .build();
    }
}
