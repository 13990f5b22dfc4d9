package dev.sallyport.audit.terminal;

/**
 * Takes a terminal's output apart into text, control characters and escape sequences (ECMA-48, section 5; the states of
 * a VT500). Bytes may be cut anywhere. Works on characters, since terminals in UTF-8 take U+0080..U+009F for controls too. Bounded:
 * sequences that are too long are dropped whole.
 */
public final class TerminalParser {

    private static final int MAX_SEQUENCE = 64;
    /** After this many characters a string without an end is taken to have ended. */
    private static final int MAX_STRING = 1 << 20;

    private static final char CAN = 0x18;
    private static final char SUB = 0x1A;
    private static final char ESC = 0x1B;
    private static final char BEL = 0x07;

    /** What the output is made of. */
    public interface Parts {
        /** A character that is seen; half of one, for those beyond U+FFFF. */
        void text(char character);

        /** U+0000..U+001F or U+007F..U+009F. */
        void control(char character);

        /** {@code ESC}, then these; the last character says what. */
        void escape(String sequence);

        /** {@code ESC [}, then these; the last character says what. */
        void csi(String sequence);
    }

    private enum State {
        GROUND,
        ESCAPE,
        CSI,
        STRING,
        STRING_ESCAPE
    }

    private final Parts parts;
    private final StreamText text = new StreamText();
    private final StringBuilder sequence = new StringBuilder();
    private State state = State.GROUND;
    private int stringLength;

    public TerminalParser(Parts parts) {
        this.parts = parts;
    }

    public void parse(byte[] bytes) {
        String characters = text.next(bytes);
        for (int i = 0; i < characters.length(); i++) {
            accept(characters.charAt(i));
        }
    }

    private void accept(char c) {
        switch (state) {
            case GROUND -> ground(c);
            case ESCAPE -> escape(c);
            case CSI -> csi(c);
            case STRING -> string(c);
            case STRING_ESCAPE -> stringEscape(c);
        }
    }

    private void ground(char c) {
        switch (c) {
            case ESC -> begin(State.ESCAPE);
            case 0x9B -> begin(State.CSI);
            case 0x90, 0x98, 0x9D, 0x9E, 0x9F -> begin(State.STRING);
            default -> {
                if (isControl(c)) {
                    parts.control(c);
                } else {
                    parts.text(c);
                }
            }
        }
    }

    private void escape(char c) {
        if (isBreak(c)) {
            return;
        }
        if (isControl(c)) {
            parts.control(c);
        } else if (sequence.isEmpty() && c == '[') {
            begin(State.CSI);
        } else if (sequence.isEmpty() && "PX]^_".indexOf(c) >= 0) {
            begin(State.STRING);
        } else {
            collect(c);
            if (c < 0x20 || c > 0x2F) {
                end(true);
            }
        }
    }

    private void csi(char c) {
        if (isBreak(c)) {
            return;
        }
        if (isControl(c)) {
            parts.control(c);
            return;
        }
        collect(c);
        if (c < 0x20 || c > 0x3F) {
            end(false);
        }
    }

    private void string(char c) {
        if (c == ESC) {
            state = State.STRING_ESCAPE;
        } else if (c == BEL || c == 0x9C || c == CAN || c == SUB || ++stringLength > MAX_STRING) {
            state = State.GROUND;
        }
    }

    private void stringEscape(char c) {
        if (c == '\\') {
            state = State.GROUND;
        } else {
            begin(State.ESCAPE);
            accept(c);
        }
    }

    private boolean isBreak(char c) {
        if (c == CAN || c == SUB) {
            state = State.GROUND;
            return true;
        }
        if (c == ESC) {
            begin(State.ESCAPE);
            return true;
        }
        return false;
    }

    private void begin(State next) {
        state = next;
        stringLength = 0;
        sequence.setLength(0);
    }

    private void collect(char c) {
        if (sequence.length() <= MAX_SEQUENCE) {
            sequence.append(c);
        }
    }

    private void end(boolean escape) {
        state = State.GROUND;
        if (sequence.length() > MAX_SEQUENCE) {
            return;
        }
        if (escape) {
            parts.escape(sequence.toString());
        } else {
            parts.csi(sequence.toString());
        }
    }

    private static boolean isControl(char c) {
        return c < 0x20 || (c >= 0x7F && c < 0xA0);
    }
}
