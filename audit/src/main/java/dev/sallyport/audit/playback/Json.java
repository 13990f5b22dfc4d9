package dev.sallyport.audit.playback;

import dev.sallyport.audit.terminal.Unseen;

/** Text as JSON (RFC 8259, section 7), escaped so that it is also harmless on a terminal. */
final class Json {

    private Json() {}

    static String quote(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            append(quoted, text, i);
        }
        return quoted.append('"').toString();
    }

    private static void append(StringBuilder to, String text, int index) {
        char c = text.charAt(index);
        switch (c) {
            case '"' -> to.append("\\\"");
            case '\\' -> to.append("\\\\");
            case '\n' -> to.append("\\n");
            case '\r' -> to.append("\\r");
            case '\t' -> to.append("\\t");
            default -> {
                if (Unseen.isUnseen(c)) {
                    to.append(String.format("\\u%04x", (int) c));
                } else {
                    to.append(c);
                }
            }
        }
    }

    /** Seconds with six places. */
    static String seconds(long micros) {
        return String.format(java.util.Locale.ROOT, "%d.%06d", micros / 1_000_000, micros % 1_000_000);
    }
}
