package dev.sallyport.audit.search;

import dev.sallyport.audit.terminal.TerminalParser;
import java.util.function.Consumer;

/** The lines of a stream that no terminal shows: what a command without one wrote, or what was typed. */
final class PlainLines implements TerminalParser.Parts {

    private static final int MAX_LINE = 16 * 1024;
    private static final char DELETE = 0x7F;

    private final StringBuilder line = new StringBuilder();
    private final TerminalParser parser = new TerminalParser(this);
    private final Consumer<String> lines;
    private final boolean typed;

    /** @param typed whether a backspace takes the character before it back; what is killed or interrupted ends its line */
    PlainLines(boolean typed, Consumer<String> lines) {
        this.typed = typed;
        this.lines = lines;
    }

    void feed(byte[] bytes) {
        parser.parse(bytes);
    }

    void end() {
        if (!line.isEmpty()) {
            lines.accept(line.toString());
            line.setLength(0);
        }
    }

    @Override
    public void text(char character) {
        line.append(character);
        if (line.length() >= MAX_LINE) {
            end();
        }
    }

    @Override
    public void control(char character) {
        if (typed && (character == '\b' || character == DELETE)) {
            line.setLength(Math.max(0, line.length() - 1));
        } else if (character == '\t') {
            text(typed ? ' ' : '\t');
        } else if (character != 0x07 && character != '\b') {
            end();
        }
    }

    @Override
    public void escape(String sequence) {
        // not text
    }

    @Override
    public void csi(String sequence) {
        // not text
    }
}
