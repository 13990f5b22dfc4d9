package dev.sallyport.audit.search;

import dev.sallyport.audit.recording.RecordingEntry;
import dev.sallyport.audit.recording.RecordingHeader;
import dev.sallyport.audit.terminal.Screen;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The text of a session from its entries: as its terminal showed it, or as it was written where there was none. Lines come about in the
 * order of time; the same line again and again comes once.
 */
public final class SessionText {

    private final Consumer<TextLine> to;
    private final @Nullable Screen screen;
    private final PlainLines output = new PlainLines(false, line -> line(TextLine.Kind.SHOWN, line));
    private final PlainLines errors = new PlainLines(false, line -> line(TextLine.Kind.SHOWN, line));
    private final PlainLines typed = new PlainLines(true, line -> line(TextLine.Kind.TYPED, line));
    private long micros;
    private String before = "";

    public SessionText(RecordingHeader header, Consumer<TextLine> to) {
        this.to = to;
        boolean terminal = header.columns() > 0 || !header.terminal().isEmpty();
        this.screen = terminal
                ? new Screen(
                        header.columns(),
                        header.rows(),
                        (time, line) -> tell(new TextLine(time, TextLine.Kind.SHOWN, line)))
                : null;
        line(TextLine.Kind.COMMAND, header.command());
    }

    /** The next entry. */
    public void entry(RecordingEntry entry) {
        micros = entry.micros();
        switch (entry) {
            case RecordingEntry.Data data -> data(data);
            case RecordingEntry.Resize resize -> {
                if (screen != null) {
                    screen.resize(resize.columns(), resize.rows());
                }
            }
            case RecordingEntry.End _ -> end();
        }
    }

    private void data(RecordingEntry.Data data) {
        switch (data.stream()) {
            case INPUT -> typed.feed(data.bytes());
            case STDERR -> errors.feed(data.bytes());
            case OUTPUT -> {
                if (screen != null) {
                    screen.feed(micros, data.bytes());
                } else {
                    output.feed(data.bytes());
                }
            }
        }
    }

    /** Whether there is a screen to take pictures of. */
    boolean hasScreen() {
        return screen != null;
    }

    /** The screen now; empty without one, and where it would be longer than {@code most}. */
    String picture(int most) {
        return screen == null ? "" : screen.picture(most);
    }

    /** Nothing follows. */
    public void end() {
        if (screen != null) {
            screen.end();
        }
        output.end();
        errors.end();
        typed.end();
    }

    private void line(TextLine.Kind kind, String text) {
        tell(new TextLine(micros, kind, text));
    }

    private void tell(TextLine line) {
        if (!line.text().isBlank() && !line.text().equals(before)) {
            before = line.text();
            to.accept(line);
        }
    }
}
