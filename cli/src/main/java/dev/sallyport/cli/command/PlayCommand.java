package dev.sallyport.cli.command;

import dev.sallyport.audit.playback.ExportFormat;
import dev.sallyport.audit.playback.Player;
import dev.sallyport.audit.playback.Sleeper;
import dev.sallyport.audit.recording.RecordingEnd;
import dev.sallyport.audit.recording.RecordingReader;
import dev.sallyport.cli.terminal.Neutral;
import dev.sallyport.cli.terminal.Offset;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sally play}. */
@Command(description = "Replay a recorded session in the terminal, or print it in another format.")
final class PlayCommand implements Callable<Integer> {

    /** Ended by Ctrl-C, as a shell counts it. */
    private static final int INTERRUPTED = 130;

    private static final double SLOWEST = 0.01;
    private static final double FASTEST = 1000;

    /** What a recording is shown as. */
    enum Format {
        pty,
        asciicast,
        text,
        json
    }

    @Mixin
    private RecordingSource source = new RecordingSource();

    @Option(names = "--at", paramLabel = "TIME", description = "Begin at this time: 12:34 or 1:02:03.")
    private Optional<String> at = Optional.empty();

    @Option(
            names = {"-f", "--follow"},
            description = "See a running session as it goes on, some seconds late.")
    private boolean follow;

    @Option(
            names = "--speed",
            paramLabel = "FACTOR",
            defaultValue = "1",
            description = "2 is twice as fast; default ${DEFAULT-VALUE}.")
    private double speed = 1;

    @Option(names = "--skip-idle", description = "Shorten pauses of more than a second to one.")
    private boolean skipIdle;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "pty",
            description = "${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}: the terminal as it was.")
    private Format format = Format.pty;

    private final Shell shell;

    PlayCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        if (!(speed >= SLOWEST && speed <= FASTEST)) {
            throw Failure.of(FailureCode.INVALID, "--speed is a factor from " + SLOWEST + " to " + FASTEST);
        }
        try (RecordingSource _ = source) {
            if (format == Format.pty) {
                return play();
            }
            RecordingReader recording = new RecordingReader(source.chunks(shell), source.keys());
            PrintStream out = shell.terminal().out();
            switch (format) {
                case pty, asciicast -> ExportFormat.ASCIICAST.export(recording, out);
                case text -> ExportFormat.TEXT.export(recording, out);
                case json -> ExportFormat.JSON.export(recording, out);
            }
            return 0;
        }
    }

    private int play() throws IOException {
        long from = follow ? Long.MAX_VALUE : at.map(Offset::parse).orElse(0L);
        List<Player.Remark> remarks = source.comments(shell).stream()
                .map(each -> new Player.Remark(
                        each.getAtMicros(),
                        Offset.text(each.getAtMicros()) + " " + each.getUser() + ": " + each.getText()))
                .toList();
        Player player =
                new Player(speed, skipIdle, Sleeper.THREAD).beginningAt(from).with(remarks);
        if (source.isFile()) {
            return play(player, new RecordingReader(source.chunks(shell), source.keys()));
        }
        ArrivingChunks chunks = source.arriving(shell, from > 0 ? OptionalLong.of(from) : OptionalLong.empty(), follow);
        RecordingReader recording =
                from > 0 ? RecordingReader.skipping(chunks, source.keys()) : new RecordingReader(chunks, source.keys());
        return play(player.showing(chunks::takePicture), recording);
    }

    private int play(Player player, RecordingReader recording) throws IOException {
        PrintStream out = shell.terminal().out();
        try (Tidy _ = Tidy.onExit(Thread.currentThread())) {
            String end = player.play(recording, out).map(PlayCommand::text).orElse("the recording goes no further");
            out.flush();
            shell.terminal().err().println("[" + Neutral.line(end) + "]");
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return INTERRUPTED;
        }
    }

    private static String text(RecordingEnd end) {
        return switch (end) {
            case RecordingEnd.Exited(int code) -> "exit " + code;
            case RecordingEnd.Signaled(String signal) -> "signal " + signal;
            case RecordingEnd.Closed(String reason) -> "closed: " + reason;
            case RecordingEnd.CutShort(String reason) -> "cut short: " + reason;
        };
    }
}
