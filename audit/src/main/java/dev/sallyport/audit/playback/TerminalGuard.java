package dev.sallyport.audit.playback;

import dev.sallyport.audit.terminal.TerminalParser;

/** Passes on what a terminal may get, see {@link SafeSequences}; drops the rest. */
final class TerminalGuard implements TerminalParser.Parts {

    /** Colours off, cursor visible, wrapping on, normal video, whole screen as region. */
    private static final String TIDY = "\u001B[0m\u001B[?25h\u001B[?7h\u001B[?5l\u001B[4l\u001B(B\u000F";

    private final StringBuilder out = new StringBuilder();
    private final TerminalParser parser = new TerminalParser(this);
    private boolean otherScreen;

    /** What is left of these bytes. */
    String pass(byte[] bytes) {
        parser.parse(bytes);
        String passed = out.toString();
        out.setLength(0);
        return passed;
    }

    /** What puts the terminal right again. */
    String tidyUp() {
        return (otherScreen ? "\u001B[?1049l" : "") + TIDY;
    }

    @Override
    public void text(char character) {
        out.append(character);
    }

    @Override
    public void control(char character) {
        if (SafeSequences.isSafeControl(character)) {
            out.append(character);
        }
    }

    @Override
    public void escape(String sequence) {
        if (SafeSequences.isSafeEscape(sequence)) {
            out.append('\u001B').append(sequence);
        }
    }

    @Override
    public void csi(String sequence) {
        if (SafeSequences.isSafeCsi(sequence)) {
            out.append("\u001B[").append(sequence);
            noteScreen(sequence);
        }
    }

    private void noteScreen(String sequence) {
        switch (sequence) {
            case "?47h", "?1047h", "?1049h" -> otherScreen = true;
            case "?47l", "?1047l", "?1049l" -> otherScreen = false;
            default -> {
                // another mode
            }
        }
    }
}
