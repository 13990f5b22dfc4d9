package dev.sallyport.cli.command;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.v1.PutMode;
import dev.sallyport.cli.document.Document;
import dev.sallyport.cli.document.DocumentReader;
import dev.sallyport.cli.terminal.Neutral;
import dev.sallyport.cli.things.AllThings;
import dev.sallyport.cli.things.Things.Stored;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sally create}. */
@Command(
        description = {
            "Create what a file describes, in YAML or JSON.",
            "All of the file is checked before any of it is stored."
        })
final class CreateCommand implements Runnable {

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            required = true,
            description = "The file; - for standard input.")
    private Path file = Path.of("-");

    @Option(
            names = {"--force"},
            description = "Replace what is there.")
    private boolean force;

    @Option(names = "--dry-run", description = "Check all of it, store nothing.")
    private boolean dryRun;

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    private final Shell shell;

    CreateCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        List<Document> documents = DocumentReader.read(file.toString(), shell.read(file));
        PutMode mode = force ? PutMode.PUT_MODE_ANY : PutMode.PUT_MODE_CREATE;
        try (ApiChannel channel = cluster.open(shell)) {
            AllThings things = new AllThings(channel, shell.clock());
            documents.forEach(document -> things.of(document.kind()).check(document));
            List<Stored> fits = documents.stream()
                    .map(document -> things.of(document.kind()).put(document, mode, true))
                    .toList();
            for (int i = 0; i < documents.size(); i++) {
                Document document = documents.get(i);
                Stored stored =
                        dryRun ? fits.get(i) : things.of(document.kind()).put(document, mode, false);
                String done = dryRun ? "Would store " : "Stored ";
                shell.print(Neutral.line((done + document.kind() + " " + stored.name()).strip() + ".") + "\n");
                stored.more().lines().forEach(line -> shell.print(Neutral.line(line) + "\n"));
            }
        }
    }
}
