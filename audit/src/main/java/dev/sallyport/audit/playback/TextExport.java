package dev.sallyport.audit.playback;

import dev.sallyport.audit.recording.RecordingEntry;
import dev.sallyport.audit.terminal.TerminalParser;
import dev.sallyport.audit.terminal.Unseen;
import java.io.IOException;

/**
 * What was to be read: output without escape sequences. A carriage return that no line feed follows begins a new line, so nothing that
 * was overwritten is lost; backspaces and bells are left out; other controls are shown as {@code ^E} or {@code \u202e}.
 */
final class TextExport implements Export, TerminalParser.Parts {

    private final Appendable to;
    private final StringBuilder out = new StringBuilder();
    private final TerminalParser parser = new TerminalParser(this);
    private boolean returned;

    TextExport(Appendable to) {
        this.to = to;
    }

    @Override
    public void entry(RecordingEntry entry) throws IOException {
        if (entry instanceof RecordingEntry.Data data && data.stream() != RecordingEntry.Stream.INPUT) {
            parser.parse(data.bytes());
            flush();
        }
    }

    @Override
    public void end() throws IOException {
        endLine();
        flush();
    }

    private void flush() throws IOException {
        to.append(out);
        out.setLength(0);
    }

    @Override
    public void text(char character) {
        endLine();
        if (Unseen.isUnseen(character)) {
            out.append(String.format("\\u%04x", (int) character));
        } else {
            out.append(character);
        }
    }

    @Override
    public void control(char character) {
        switch (character) {
            case '\r' -> returned = true;
            case '\n' -> {
                returned = false;
                out.append('\n');
            }
            case '\t' -> {
                endLine();
                out.append('\t');
            }
            case '\b', 0x07, 0x00 -> {
                // seen by nobody
            }
            default -> {
                endLine();
                out.append(
                        character < 0x20 ? "^" + (char) (character + '@') : String.format("\\u%04x", (int) character));
            }
        }
    }

    private void endLine() {
        if (returned) {
            out.append('\n');
            returned = false;
        }
    }

    @Override
    public void escape(String sequence) {
        // not to be read
    }

    @Override
    public void csi(String sequence) {
        // not to be read
    }
}
