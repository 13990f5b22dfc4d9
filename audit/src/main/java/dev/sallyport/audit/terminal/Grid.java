package dev.sallyport.audit.terminal;

/** The rows of a screen and what moves and erases them. */
final class Grid {

    /** Most cells of a screen; a wider one has fewer rows. */
    private static final int MAX_CELLS = 1 << 20;

    static final int MAX_COLUMNS = 10_000;
    private static final int MAX_ROWS = 1_000;

    private Row[] rows = {};
    private int columns;
    private final Leaving leaving;

    /** Hears of a row before its text is gone. */
    interface Leaving {
        void leaves(Grid grid, int row);
    }

    Grid(int columns, int rows, Leaving leaving) {
        this.leaving = leaving;
        resize(columns, rows, 0);
    }

    int columns() {
        return columns;
    }

    int height() {
        return rows.length;
    }

    Row row(int index) {
        return rows[index];
    }

    /** @param cursor row that must stay visible. @return by how many rows the text moved up */
    int resize(int wantedColumns, int wantedRows, int cursor) {
        int newColumns = Math.clamp(wantedColumns, 1, MAX_COLUMNS);
        int newRows = Math.clamp(wantedRows, 1, Math.clamp(MAX_CELLS / newColumns, 1, MAX_ROWS));
        int up = Math.max(0, cursor - newRows + 1);
        for (int i = 0; i < rows.length; i++) {
            if (i < up || i >= up + newRows) {
                leaving.leaves(this, i);
            }
        }
        Row[] next = new Row[newRows];
        for (int i = 0; i < newRows; i++) {
            next[i] = i + up < rows.length ? rows[i + up] : new Row();
            next[i].cut(newColumns);
        }
        rows = next;
        columns = newColumns;
        return up;
    }

    /** Moves rows up within top and bottom, both included; new ones come in below. */
    void scrollUp(int top, int bottom, int count) {
        int moved = Math.min(count, bottom - top + 1);
        for (int i = top; i < top + moved; i++) {
            leaving.leaves(this, i);
        }
        System.arraycopy(rows, top + moved, rows, top, bottom - top + 1 - moved);
        renew(bottom + 1 - moved, bottom);
    }

    void scrollDown(int top, int bottom, int count) {
        int moved = Math.min(count, bottom - top + 1);
        for (int i = bottom + 1 - moved; i <= bottom; i++) {
            leaving.leaves(this, i);
        }
        System.arraycopy(rows, top, rows, top + moved, bottom - top + 1 - moved);
        renew(top, top + moved - 1);
    }

    /** Erases whole rows, both ends included. */
    void erase(int from, int to) {
        for (int i = from; i <= to; i++) {
            leaving.leaves(this, i);
        }
        renew(from, to);
    }

    private void renew(int from, int to) {
        for (int i = from; i <= to; i++) {
            rows[i] = new Row();
        }
    }
}
