package dev.sallyport.audit.terminal;

/**
 * Tells which lines a screen showed. A line counts as shown when it leaves the screen, is erased, or stood there while the output
 * paused; what grows, as a command that is being typed, counts once, when it is whole. Lines that were too long for a row are put
 * together again.
 */
final class ShownLines {

    private static final int MAX_LINE = 16 * 1024;

    private final Screen.Lines to;
    private long micros;

    ShownLines(Screen.Lines to) {
        this.to = to;
    }

    void now(long time) {
        micros = time;
    }

    /** A row is about to lose its text. */
    void leaving(Grid grid, int index) {
        Row row = grid.row(index);
        if (row.length() == 0 && row.before.isEmpty() && row.seen == null) {
            return;
        }
        String line = row.before + row.text();
        if (row.wraps && index + 1 < grid.height() && line.length() < MAX_LINE) {
            Row next = grid.row(index + 1);
            next.before = line;
            next.seen = row.seen;
        } else {
            tell(line, row.seen);
        }
        row.seen = null;
        row.before = "";
        row.changed = false;
    }

    private void tell(String line, Row.@org.jspecify.annotations.Nullable Sighting seen) {
        if (seen != null && !line.startsWith(seen.text())) {
            told(seen.text(), seen.micros());
        }
        told(line, seen != null && seen.text().equals(line) ? seen.micros() : micros);
    }

    private void told(String line, long time) {
        if (!line.isBlank()) {
            to.shown(time, line);
        }
    }

    /** The output paused: what stands there was seen. */
    void settle(Grid grid) {
        int start = 0;
        while (start < grid.height()) {
            int end = lastRowOfLine(grid, start);
            look(grid, start, end);
            start = end + 1;
        }
    }

    /** Something of this row is about to be erased. */
    void touch(Grid grid, int index) {
        int start = index;
        while (start > 0 && grid.row(start - 1).wraps) {
            start--;
        }
        look(grid, start, lastRowOfLine(grid, start));
    }

    private static int lastRowOfLine(Grid grid, int start) {
        int end = start;
        while (end + 1 < grid.height() && grid.row(end).wraps) {
            end++;
        }
        return end;
    }

    private void look(Grid grid, int start, int end) {
        boolean changed = false;
        for (int i = start; i <= end; i++) {
            changed |= grid.row(i).changed;
            grid.row(i).changed = false;
        }
        if (!changed) {
            return;
        }
        Row first = grid.row(start);
        StringBuilder line = new StringBuilder(first.before);
        for (int i = start; i <= end && line.length() < MAX_LINE; i++) {
            line.append(grid.row(i).text());
        }
        String text = line.toString();
        Row.Sighting seen = first.seen;
        if (seen != null && !text.startsWith(seen.text())) {
            told(seen.text(), seen.micros());
        }
        first.seen = text.isBlank() ? null : new Row.Sighting(text, micros);
    }
}
