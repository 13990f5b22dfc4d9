package dev.sallyport.cli.command;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.v1.ReadRecordingRequest;
import dev.sallyport.api.v1.RecordingServiceGrpc;
import dev.sallyport.audit.playback.ExportFormat;
import dev.sallyport.audit.playback.Player;
import dev.sallyport.audit.playback.Sleeper;
import dev.sallyport.audit.recording.RecordingEnd;
import dev.sallyport.audit.recording.RecordingReader;
import dev.sallyport.cli.terminal.Neutral;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

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

    @Parameters(paramLabel = "ID", description = "As sally sessions ls shows it.")
    private String id = "";

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

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    private final Shell shell;

    PlayCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        if (!(speed >= SLOWEST && speed <= FASTEST)) {
            throw Failure.of(FailureCode.INVALID, "--speed is a factor from " + SLOWEST + " to " + FASTEST);
        }
        ReadRecordingRequest request =
                ReadRecordingRequest.newBuilder().setSessionId(id).build();
        try (ApiChannel channel = cluster.open(shell)) {
            var service = RecordingServiceGrpc.newBlockingStub(channel.channel());
            RecordingReader recording = new RecordingReader(ArrivingChunks.of(() -> service.readRecording(request)));
            switch (format) {
                case pty -> {
                    return play(recording);
                }
                case asciicast ->
                    ExportFormat.ASCIICAST.export(recording, shell.terminal().out());
                case text ->
                    ExportFormat.TEXT.export(recording, shell.terminal().out());
                case json ->
                    ExportFormat.JSON.export(recording, shell.terminal().out());
            }
            return 0;
        }
    }

    private int play(RecordingReader recording) throws IOException {
        PrintStream out = shell.terminal().out();
        try (Tidy _ = Tidy.onExit(Thread.currentThread())) {
            String end = new Player(speed, skipIdle, Sleeper.THREAD)
                    .play(recording, out)
                    .map(PlayCommand::text)
                    .orElse("the recording goes no further");
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
