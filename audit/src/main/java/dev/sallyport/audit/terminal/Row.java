package dev.sallyport.audit.terminal;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One line of a screen: as long as it was written, not as wide as the screen. A cell is a code point and, above it, the number of its style. */
final class Row {

    static final long BLANK = ' ';
    /** The second half of a wide character. */
    static final long SHADOW = 0;

    private static final int STYLE_SHIFT = 21;
    private static final long CODE_POINT = (1L << STYLE_SHIFT) - 1;
    private static final long[] NOTHING = {};

    private long[] cells = NOTHING;
    private int length;
    /** Whether its text goes on in the next row, because the line was full. */
    boolean wraps;
    /** Whether it was written to since somebody looked. */
    boolean changed;
    /** What of its line left the screen above it. */
    String before = "";
    /** What its line said when the output last paused. */
    @Nullable
    Sighting seen;

    /** @param micros when it was there */
    record Sighting(String text, long micros) {}

    static long cell(int codePoint, int style) {
        return ((long) style << STYLE_SHIFT) | codePoint;
    }

    static int codePoint(long cell) {
        return (int) (cell & CODE_POINT);
    }

    static int style(long cell) {
        return (int) (cell >>> STYLE_SHIFT);
    }

    int length() {
        return length;
    }

    long get(int column) {
        return column < length ? cells[column] : BLANK;
    }

    /** @param width 1, or 2 with its shadow */
    void put(int column, long cell, int width) {
        reach(column + width);
        split(column);
        split(column + width);
        if (width == 2) {
            cells[column + 1] = SHADOW;
        }
        cells[column] = cell;
        changed = true;
    }

    /** Puts another character of the same width into a cell that is there. */
    void exchange(int column, long cell) {
        cells[column] = cell;
        changed = true;
    }

    /** Moves what is from here on to the right; what passes the width is gone. */
    void insert(int column, int count, int width) {
        if (column >= length) {
            return;
        }
        split(column);
        int moved = Math.min(length, width - count) - column;
        if (moved > 0) {
            reach(column + count + moved);
            System.arraycopy(cells, column, cells, column + count, moved);
        }
        erase(column, Math.min(column + count, width));
        cut(width);
    }

    /** Takes cells out; what is right of them moves to the left. */
    void delete(int column, int count) {
        if (column >= length) {
            return;
        }
        int from = Math.min(length, column + count);
        split(column);
        split(from);
        System.arraycopy(cells, from, cells, column, length - from);
        length -= from - column;
        changed = true;
    }

    void erase(int from, int to) {
        int end = Math.min(to, length);
        if (from >= end) {
            return;
        }
        split(from);
        split(end);
        if (end == length) {
            length = from;
            wraps = false;
        } else {
            Arrays.fill(cells, from, end, BLANK);
        }
        changed = true;
    }

    void cut(int width) {
        split(width);
        length = Math.min(length, width);
    }

    /** Half of a wide character is none: where one stands across this border, both halves become blank. */
    private void split(int border) {
        if (border > 0 && border < length && cells[border] == SHADOW) {
            cells[border - 1] = BLANK;
            cells[border] = BLANK;
        }
    }

    private void reach(int wanted) {
        if (wanted > cells.length) {
            cells = Arrays.copyOf(cells, Math.max(wanted, Math.max(32, cells.length * 2)));
        }
        if (wanted > length) {
            Arrays.fill(cells, length, wanted, BLANK);
            length = wanted;
        }
    }

    /** Without blanks at the end, unless the line goes on. */
    String text() {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            int codePoint = codePoint(cells[i]);
            if (codePoint != 0) {
                text.appendCodePoint(codePoint);
            }
        }
        return wraps ? text.toString() : text.toString().stripTrailing();
    }
}
