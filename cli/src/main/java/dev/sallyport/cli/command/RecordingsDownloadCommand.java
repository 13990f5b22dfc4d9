package dev.sallyport.cli.command;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sally recordings download}. */
@Command(description = "Fetch a recording as it is stored, for sally play and sally recordings verify.")
final class RecordingsDownloadCommand implements Runnable {

    @Mixin
    private RecordingSource source = new RecordingSource();

    @Option(names = "--out", paramLabel = "FILE", description = "Where to; ID.rec by default.")
    private Optional<Path> out = Optional.empty();

    private final Shell shell;

    RecordingsDownloadCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        try (RecordingSource _ = source) {
            Iterator<byte[]> chunks = source.chunks(shell);
            boolean any = chunks.hasNext();
            Path file = out.orElse(Path.of(source.id() + ".rec"));
            try (OutputStream to = NewFile.create(file)) {
                while (any && chunks.hasNext()) {
                    to.write(chunks.next());
                }
            } catch (IOException unwritable) {
                throw NewFile.cannot(file, unwritable);
            }
            shell.print(file + "\n");
        }
    }
}
