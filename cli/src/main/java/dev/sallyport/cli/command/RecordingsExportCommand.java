package dev.sallyport.cli.command;

import dev.sallyport.audit.playback.ExportFormat;
import dev.sallyport.audit.recording.RecordingReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sally recordings export}. */
@Command(description = "Write a recording in a form that other programs read.")
final class RecordingsExportCommand implements Runnable {

    /** What it can be written as. */
    enum Format {
        asciicast,
        text,
        json
    }

    @Mixin
    private RecordingSource source = new RecordingSource();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "asciicast",
            description = "${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
    private Format format = Format.asciicast;

    @Option(names = "--out", paramLabel = "FILE", description = "Where to; standard output by default.")
    private Optional<Path> out = Optional.empty();

    private final Shell shell;

    RecordingsExportCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        try (RecordingSource _ = source) {
            RecordingReader recording = new RecordingReader(source.chunks(shell), source.keys());
            ExportFormat form = ExportFormat.valueOf(format.name().toUpperCase(Locale.ROOT));
            if (out.isEmpty()) {
                form.export(recording, shell.terminal().out());
                return;
            }
            try (PrintStream file = new PrintStream(NewFile.create(out.get()), false, StandardCharsets.UTF_8)) {
                form.export(recording, file);
                NewFile.requireWritten(!file.checkError(), out.get());
            }
        } catch (IOException unwritable) {
            throw NewFile.cannot(out.orElse(Path.of("-")), unwritable);
        }
    }
}
