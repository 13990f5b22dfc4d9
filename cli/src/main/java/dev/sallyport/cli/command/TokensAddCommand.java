package dev.sallyport.cli.command;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.GrpcFailures;
import dev.sallyport.api.v1.AddTokenReply;
import dev.sallyport.api.v1.AddTokenRequest;
import dev.sallyport.api.v1.TokenServiceGrpc;
import dev.sallyport.cli.terminal.Json;
import dev.sallyport.cli.terminal.Neutral;
import dev.sallyport.cli.terminal.Times;
import dev.sallyport.model.Durations;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sally tokens add}. */
@Command(description = "Make a token with which one machine joins, once.")
final class TokensAddCommand implements Runnable {

    @Option(names = "--type", paramLabel = "TYPE", required = true, description = "${COMPLETION-CANDIDATES}.")
    private TokenType type = TokenType.node;

    @Option(
            names = "--ttl",
            paramLabel = "TIME",
            defaultValue = "30m",
            description = "How long it is good; default ${DEFAULT-VALUE}, at most 48h.")
    private String ttl = "30m";

    @Mixin
    private FormatOption format = new FormatOption();

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    private final Shell shell;

    TokensAddCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        AddTokenRequest request = AddTokenRequest.newBuilder()
                .setType(type.toProto())
                .setTtlSeconds(Durations.parse(ttl).toSeconds())
                .build();
        try (ApiChannel channel = cluster.open(shell)) {
            var service = TokenServiceGrpc.newBlockingStub(channel.channel());
            AddTokenReply reply = GrpcFailures.calling(() -> service.addToken(request));
            shell.print(format.json() ? Json.object(json(reply)) : text(reply));
        }
    }

    private static Map<String, Object> json(AddTokenReply reply) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("token", reply.getToken());
        fields.put("id", reply.getInfo().getId());
        fields.put("type", TokenType.name(reply.getInfo().getType()));
        fields.put("not_after", Fields.time(reply.getInfo().getNotAfter()).toString());
        fields.put("ca_pin", reply.getCaPinsCount() == 0 ? "" : reply.getCaPins(0));
        fields.put("ca_pins", reply.getCaPinsList());
        return fields;
    }

    private String text(AddTokenReply reply) {
        Instant end = Fields.time(reply.getInfo().getNotAfter());
        StringBuilder text = new StringBuilder("Token, good once, until ")
                .append(Times.minute(end, shell.zone()))
                .append(":\n\n    ")
                .append(Neutral.line(reply.getToken()))
                .append("\n\nCA pins, by which the machine knows the cluster:\n\n");
        reply.getCaPinsList()
                .forEach(pin -> text.append("    ").append(Neutral.line(pin)).append('\n'));
        return text.append(
                        "\nOn the machine: sallyportd configure, with the token in token_file and the pins in ca_pins.\n")
                .toString();
    }
}
