package dev.sallyport.audit.playback;

import dev.sallyport.audit.recording.RecordingEnd;
import dev.sallyport.audit.recording.RecordingEntry;
import dev.sallyport.audit.recording.RecordingReader;
import dev.sallyport.audit.terminal.Unseen;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Plays a recording on a terminal as the person saw it, but for sequences that could do harm, see
 * {@link SafeSequences}. The terminal should have the recording's size; changes of size are not played, nor is input.
 */
public final class Player {

    private static final long IDLE_MICROS = 1_000_000;

    private final double speed;
    private final boolean skipIdle;
    private final Sleeper sleeper;
    private final long from;
    private final List<Remark> remarks;
    private final Supplier<String> picture;

    /**
     * What somebody wrote to a moment.
     *
     * @param micros since the recording's start
     * @param text one line; shown for a moment on the last row
     */
    public record Remark(long micros, String text) {}

    /**
     * @param speed 2 is twice as fast; more than 0
     * @param skipIdle pauses of more than a second take one
     */
    public Player(double speed, boolean skipIdle, Sleeper sleeper) {
        this(speed, skipIdle, sleeper, 0, List.of(), () -> "");
    }

    private Player(
            double speed,
            boolean skipIdle,
            Sleeper sleeper,
            long from,
            List<Remark> remarks,
            Supplier<String> picture) {
        if (!(speed > 0)) {
            throw new IllegalArgumentException("speed must be more than 0");
        }
        this.speed = speed;
        this.skipIdle = skipIdle;
        this.sleeper = sleeper;
        this.from = from;
        this.remarks = List.copyOf(remarks);
        this.picture = picture;
    }

    /** One that winds on to this time, microseconds since the recording's start, and plays from there. */
    public Player beginningAt(long micros) {
        return new Player(speed, skipIdle, sleeper, micros, remarks, picture);
    }

    /** One that shows these, in the order of time. */
    public Player with(List<Remark> shown) {
        return new Player(speed, skipIdle, sleeper, from, shown, picture);
    }

    /**
     * One that begins with a screen as it was.
     *
     * @param screen asked before each entry for what draws it; empty for none. It is trusted as little as the recording
     */
    public Player showing(Supplier<String> screen) {
        return new Player(speed, skipIdle, sleeper, from, remarks, screen);
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
        int remarked = 0;
        long before = from;
        try {
            while (recording.hasNext()) {
                RecordingEntry entry = recording.next();
                write(terminal, guard.pass(picture.get().getBytes(StandardCharsets.UTF_8)));
                if (isSeen(entry)) {
                    pause(entry.micros() - before);
                    before = Math.max(before, entry.micros());
                }
                end = show(entry, guard, terminal);
                while (remarked < remarks.size() && remarks.get(remarked).micros() <= before) {
                    show(remarks.get(remarked), terminal);
                    remarked++;
                }
            }
            return end;
        } finally {
            write(terminal, guard.tidyUp());
        }
    }

    /** On the last row, reversed; what comes next may draw over it. */
    private void show(Remark remark, OutputStream terminal) throws IOException {
        if (remark.micros() < from) {
            return;
        }
        StringBuilder text = new StringBuilder();
        remark.text().chars().forEach(c -> text.append(Unseen.isUnseen((char) c) ? ' ' : (char) c));
        write(terminal, "\u001B7\u001B[999;1H\u001B[0;7m " + text + " \u001B[0m\u001B8");
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
