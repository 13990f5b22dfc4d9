package dev.sallyport.audit.playback;

import dev.sallyport.audit.recording.RecordingEnd;
import dev.sallyport.audit.recording.RecordingEntry;
import dev.sallyport.audit.recording.RecordingReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * Plays a recording on a terminal as the person saw it, but for sequences that could do harm, see
 * {@link SafeSequences}. The terminal should have the recording's size; changes of size are not played, nor is input.
 */
public final class Player {

    private static final long IDLE_MICROS = 1_000_000;

    private final double speed;
    private final boolean skipIdle;
    private final Sleeper sleeper;

    /**
     * @param speed 2 is twice as fast; more than 0
     * @param skipIdle pauses of more than a second take one
     */
    public Player(double speed, boolean skipIdle, Sleeper sleeper) {
        if (!(speed > 0)) {
            throw new IllegalArgumentException("speed must be more than 0");
        }
        this.speed = speed;
        this.skipIdle = skipIdle;
        this.sleeper = sleeper;
    }

    /**
     * Plays to the end, and leaves the terminal tidy also when interrupted.
     *
     * @return how the session ended; empty if the recording does not tell
     * @throws dev.sallyport.model.Failure INVALID where the recording is damaged; what comes before was played
     */
    public Optional<RecordingEnd> play(RecordingReader recording, OutputStream terminal)
            throws IOException, InterruptedException {
        TerminalGuard guard = new TerminalGuard();
        Optional<RecordingEnd> end = Optional.empty();
        long before = 0;
        try {
            while (recording.hasNext()) {
                RecordingEntry entry = recording.next();
                if (isSeen(entry)) {
                    pause(entry.micros() - before);
                    before = entry.micros();
                }
                end = show(entry, guard, terminal);
            }
            return end;
        } finally {
            write(terminal, guard.tidyUp());
        }
    }

    private static boolean isSeen(RecordingEntry entry) {
        return switch (entry) {
            case RecordingEntry.Data data -> data.stream() != RecordingEntry.Stream.INPUT;
            case RecordingEntry.Resize _ -> false;
            case RecordingEntry.End _ -> true;
        };
    }

    private static Optional<RecordingEnd> show(RecordingEntry entry, TerminalGuard guard, OutputStream terminal)
            throws IOException {
        return switch (entry) {
            case RecordingEntry.Data data -> {
                if (isSeen(data)) {
                    write(terminal, guard.pass(data.bytes()));
                }
                yield Optional.empty();
            }
            case RecordingEntry.Resize _ -> Optional.empty();
            case RecordingEntry.End end -> Optional.of(end.how());
        };
    }

    private void pause(long micros) throws InterruptedException {
        long shortened = skipIdle ? Math.min(micros, IDLE_MICROS) : micros;
        long nanos = (long) (shortened * 1000.0 / speed);
        if (nanos > 0) {
            sleeper.sleep(Duration.ofNanos(nanos));
        }
    }

    private static void write(OutputStream terminal, String text) throws IOException {
        terminal.write(text.getBytes(StandardCharsets.UTF_8));
        terminal.flush();
    }
}
