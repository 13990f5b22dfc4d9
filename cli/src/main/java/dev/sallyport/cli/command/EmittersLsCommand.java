package dev.sallyport.cli.command;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.v1.Emitter;
import dev.sallyport.api.v1.EmitterServiceGrpc;
import dev.sallyport.api.v1.ListEmittersReply;
import dev.sallyport.cli.terminal.Json;
import dev.sallyport.cli.terminal.Table;
import dev.sallyport.cli.terminal.Times;
import dev.sallyport.cli.things.Pages;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sally emitters ls}. */
@Command(description = "List the services that may write events; their tokens are not kept.")
final class EmittersLsCommand implements Runnable {

    @Mixin
    private FormatOption format = new FormatOption();

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    private final Shell shell;

    EmittersLsCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        List<Emitter> emitters = emitters();
        if (format.json()) {
            shell.print(Json.list(emitters, EmittersLsCommand::json));
            return;
        }
        Table table = new Table("NAME", "TYPES", "A SECOND", "CREATED", "UNTIL");
        for (Emitter emitter : emitters) {
            table.row(
                    emitter.getName(),
                    String.join(" ", emitter.getTypesList()),
                    Integer.toString(emitter.getEventsPerSecond()),
                    Times.minute(Fields.time(emitter.getCreated()), shell.zone()),
                    Fields.minute(Fields.time(emitter.hasNotAfter(), emitter.getNotAfter()), shell.zone()));
        }
        shell.print(table.render(shell.terminal().columns()));
    }

    private List<Emitter> emitters() {
        try (ApiChannel channel = cluster.open(shell)) {
            var service = EmitterServiceGrpc.newBlockingStub(channel.channel());
            return Pages.all(
                    service::listEmitters, ListEmittersReply::getEmittersList, ListEmittersReply::getNextPageToken);
        }
    }

    private static Map<String, Object> json(Emitter emitter) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", emitter.getName());
        fields.put("types", emitter.getTypesList());
        fields.put("events_per_second", emitter.getEventsPerSecond());
        fields.put("created", Fields.time(emitter.getCreated()).toString());
        fields.put(
                "not_after",
                Fields.time(emitter.hasNotAfter(), emitter.getNotAfter())
                        .map(Object::toString)
                        .orElse(""));
        return fields;
    }
}
