package dev.sallyport.cli.terminal;

/**
 * Makes text of others harmless for a terminal: names of nodes, labels, commands and messages may hold escape sequences that retitle a
 * window or answer for the person, and bidirectional controls that show something else than is there. What is not plainly visible
 * becomes visible as {@code \x1b} or <code>\\u{202e}</code>.
 */
public final class Neutral {

    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private Neutral() {}

    /** One line: every control, format, private, unassigned or lone surrogate character is written out, line ends too. */
    public static String line(String text) {
        int clean = cleanPrefix(text);
        if (clean == text.length()) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length() + 16).append(text, 0, clean);
        int i = clean;
        while (i < text.length()) {
            int c = text.codePointAt(i);
            if (visible(c)) {
                out.appendCodePoint(c);
            } else {
                escape(out, c);
            }
            i += Character.charCount(c);
        }
        return out.toString();
    }

    private static int cleanPrefix(String text) {
        int i = 0;
        while (i < text.length() && text.charAt(i) >= ' ' && text.charAt(i) < 0x7f) {
            i++;
        }
        return i;
    }

    /** Whether a terminal shows this character as itself and does nothing else. */
    public static boolean visible(int codePoint) {
        int type = Character.getType(codePoint);
        return type != Character.CONTROL
                && type != Character.FORMAT
                && type != Character.SURROGATE
                && type != Character.PRIVATE_USE
                && type != Character.UNASSIGNED
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR;
    }

    private static void escape(StringBuilder out, int c) {
        if (c < 0x100) {
            out.append("\\x").append(HEX[c >>> 4]).append(HEX[c & 0xf]);
        } else {
            out.append("\\u{").append(Integer.toHexString(c)).append('}');
        }
    }
}
