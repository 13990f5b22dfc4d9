package dev.sallyport.cli.command;

import com.google.protobuf.Message;
import dev.sallyport.api.ApiChannel;
import dev.sallyport.cli.document.DocumentWriter;
import dev.sallyport.cli.document.Kinds;
import dev.sallyport.cli.terminal.Json;
import dev.sallyport.cli.terminal.Neutral;
import dev.sallyport.cli.things.AllThings;
import dev.sallyport.cli.things.ConnectorThings;
import dev.sallyport.cli.things.Things;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sally get}. */
@Command(description = {"Print what the cluster keeps, as a document.", "'sally create -f' takes it back."})
final class GetCommand implements Runnable {

    /** The forms of documents. */
    enum Form {
        yaml,
        json
    }

    @Parameters(paramLabel = "KIND[/NAME]", description = "Such as roles, role/dev or connectors.")
    private String target = "";

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "yaml",
            description = "${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
    private Form form = Form.yaml;

    @Option(
            names = "--filter",
            paramLabel = "EXPRESSION",
            description = "Which of them, by their fields: 'contains(roles, \"dev\")'.")
    private String filter = "";

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    private final Shell shell;

    GetCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        Target wanted = Target.parse(target);
        List<? extends Message> found;
        try (ApiChannel channel = cluster.open(shell)) {
            Things things = new AllThings(channel, shell.clock()).of(wanted.kind());
            found = wanted.name().isPresent() ? List.of(things.one(wanted.one())) : things.all(filter);
        }
        switch (form) {
            case yaml ->
                found.forEach(thing -> DocumentWriter.yaml(kind(wanted, thing), List.of(thing))
                        .lines()
                        .forEach(line -> shell.print(Neutral.line(line) + "\n")));
            case json -> shell.print(Json.list(found, thing -> DocumentWriter.root(kind(wanted, thing), thing)));
        }
    }

    /** Connectors are asked for together, and each is a document of its own kind. */
    private static String kind(Target wanted, Message thing) {
        return wanted.kind().equals(Kinds.CONNECTOR) ? ConnectorThings.kind(thing) : wanted.kind();
    }
}
