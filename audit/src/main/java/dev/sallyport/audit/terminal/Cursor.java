package dev.sallyport.audit.terminal;

/** Where the next character goes and how it looks; what {@code ESC 7} saves. */
record Cursor(int row, int column, Style style, Charsets charsets) {

    static final Cursor HOME = new Cursor(0, 0, Style.PLAIN, Charsets.USUAL);

    Cursor at(int newRow, int newColumn) {
        return new Cursor(newRow, newColumn, style, charsets);
    }

    /**
     * Which characters bytes stand for.
     *
     * @param g0 final character of the set's designation; {@code 0} is line drawing
     * @param g1 the same
     * @param shifted whether G1 is in use
     */
    record Charsets(char g0, char g1, boolean shifted) {

        static final Charsets USUAL = new Charsets('B', 'B', false);

        /** For {@code `} to {@code ~}: DEC's special graphics. */
        private static final String LINES = "◆▒␉␌␍␊°±␤␋┘┐┌└┼⎺⎻─⎼⎽├┤┴┬│≤≥π≠£·";

        int translate(int codePoint) {
            boolean lines = (shifted ? g1 : g0) == '0';
            return lines && codePoint >= '`' && codePoint <= '~' ? LINES.charAt(codePoint - '`') : codePoint;
        }

        Charsets designate(char slot, char set) {
            return switch (slot) {
                case '(' -> new Charsets(set, g1, shifted);
                case ')' -> new Charsets(g0, set, shifted);
                default -> this;
            };
        }

        Charsets shift(boolean on) {
            return new Charsets(g0, g1, on);
        }
    }
}
