package dev.sallyport.cli.command;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.v1.ListTokensReply;
import dev.sallyport.api.v1.Token;
import dev.sallyport.api.v1.TokenServiceGrpc;
import dev.sallyport.cli.terminal.Json;
import dev.sallyport.cli.terminal.Table;
import dev.sallyport.cli.terminal.Times;
import dev.sallyport.cli.things.Pages;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sally tokens ls}. */
@Command(description = "List tokens that were not used yet; the tokens themselves are not kept.")
final class TokensLsCommand implements Runnable {

    @Mixin
    private FormatOption format = new FormatOption();

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    private final Shell shell;

    TokensLsCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        List<Token> tokens = tokens();
        if (format.json()) {
            shell.print(Json.list(tokens, TokensLsCommand::json));
            return;
        }
        Table table = new Table("ID", "TYPE", "CREATED", "GOOD UNTIL");
        for (Token token : tokens) {
            table.row(
                    token.getId(),
                    TokenType.name(token.getType()),
                    Times.minute(Fields.time(token.getCreated()), shell.zone()),
                    Times.minute(Fields.time(token.getNotAfter()), shell.zone()));
        }
        shell.print(table.render(shell.terminal().columns()));
    }

    private List<Token> tokens() {
        try (ApiChannel channel = cluster.open(shell)) {
            var service = TokenServiceGrpc.newBlockingStub(channel.channel());
            return Pages.all(service::listTokens, ListTokensReply::getTokensList, ListTokensReply::getNextPageToken);
        }
    }

    private static Map<String, Object> json(Token token) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", token.getId());
        fields.put("type", TokenType.name(token.getType()));
        fields.put("created", Fields.time(token.getCreated()).toString());
        fields.put("not_after", Fields.time(token.getNotAfter()).toString());
        return fields;
    }
}
