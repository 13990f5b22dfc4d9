package dev.sallyport.audit.terminal;

/** Draws a screen as output that makes another terminal look the same. Uses only sequences that playback passes on. */
final class Picture {

    private static final String RESET = "\u001B[!p\u001B[0m\u001B[r\u001B[?6l\u001B[?7l\u001B(B\u000F\u001B[H\u001B[2J";

    private final Screen screen;
    private final StringBuilder out = new StringBuilder();
    private int style;

    Picture(Screen screen) {
        this.screen = screen;
    }

    String draw(int most) {
        out.append(screen.isOnOther() ? "\u001B[?1049h" : "").append(RESET);
        Grid grid = screen.grid();
        for (int i = 0; i < grid.height(); i++) {
            row(grid.row(i), i);
            if (out.length() > most) {
                return "";
            }
        }
        state();
        return out.toString();
    }

    private void row(Row row, int index) {
        if (row.length() == 0) {
            return;
        }
        out.append("\u001B[").append(index + 1).append(";1H");
        for (int column = 0; column < row.length(); column++) {
            long cell = row.get(column);
            if (Row.codePoint(cell) != 0) {
                style(Row.style(cell));
                out.appendCodePoint(Row.codePoint(cell));
            }
        }
    }

    private void style(int number) {
        if (number != style) {
            out.append(screen.styles.get(number).sequence());
            style = number;
        }
    }

    private void state() {
        if (screen.top() != 0 || screen.bottom() != screen.grid().height() - 1) {
            out.append("\u001B[").append(screen.top() + 1).append(';').append(screen.bottom() + 1);
            out.append('r');
        }
        Cursor cursor = screen.cursor;
        out.append("\u001B[").append(cursor.row() + 1).append(';').append(cursor.column() + 1);
        out.append('H');
        out.append(cursor.style().sequence());
        if (screen.originMode) {
            out.append("\u001B[?6h\u001B[")
                    .append(cursor.row() - screen.top() + 1)
                    .append(';')
                    .append(cursor.column() + 1)
                    .append('H');
        }
        out.append(screen.isWrapping() ? "\u001B[?7h" : "");
        out.append(screen.cursorVisible ? "\u001B[?25h" : "\u001B[?25l");
        Cursor.Charsets sets = cursor.charsets();
        out.append("\u001B(").append(sets.g0()).append("\u001B)").append(sets.g1());
        out.append(sets.shifted() ? '\u000E' : '\u000F');
    }
}
