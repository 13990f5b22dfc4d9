package dev.sallyport.audit.terminal;

import java.text.Normalizer;

/**
 * The screen of a terminal in memory, as xterm and its kin draw it: what a person saw, as text, and as a picture that can be drawn again.
 * Not safe for use by several threads.
 *
 * <p>Knows: cursor, erasing, insertion, deletion, scrolling and its region, tabs every eight columns, wrapping, the other screen, colours,
 * line drawing, wide and combining characters. Does not answer, and knows no titles, mouse or links: nothing of these is seen. At most
 * 10,000 columns and about a million cells, whatever it is told.
 */
public final class Screen {

    /** Hears what was shown. */
    public interface Lines {
        /** @param micros when it stood there, in the time that {@link Screen#feed} was given */
        void shown(long micros, String line);
    }

    /** Output that stops for this long has been seen: microseconds. */
    private static final long PAUSE = 100_000;

    private static final int USUAL_COLUMNS = 80;
    private static final int USUAL_ROWS = 24;

    private final ShownLines lines;
    private final TerminalParser parser;
    private final Grid main;
    private final Grid other;
    final Styles styles = new Styles();
    Cursor cursor = Cursor.HOME;
    private Cursor savedOnMain = Cursor.HOME;
    private Cursor savedOnOther = Cursor.HOME;
    private boolean onOther;
    private int top;
    private int bottom;
    private boolean atEnd;
    private boolean wrapping = true;
    private boolean inserting;
    boolean originMode;
    boolean cursorVisible = true;
    private int last = ' ';
    private char half;
    private long micros;

    /** @param columns 0 for the usual 80; as rows, 24 */
    public Screen(int columns, int rows, Lines to) {
        lines = new ShownLines(to);
        int wide = columns > 0 ? columns : USUAL_COLUMNS;
        int high = rows > 0 ? rows : USUAL_ROWS;
        main = new Grid(wide, high, lines::leaving);
        other = new Grid(wide, high, lines::leaving);
        bottom = main.height() - 1;
        parser = new TerminalParser(new ScreenParts(this));
    }

    /** Draws output of this time. Times do not go back. */
    public void feed(long time, byte[] bytes) {
        if (time - micros >= PAUSE) {
            settle();
        }
        micros = time;
        lines.now(time);
        parser.parse(bytes);
    }

    /** Another size; a million cells at most. */
    public void resize(int columns, int rows) {
        settle();
        int up = main.resize(columns, rows, onOther ? 0 : cursor.row());
        var _ = other.resize(columns, rows, onOther ? cursor.row() : 0);
        top = 0;
        bottom = main.height() - 1;
        moveTo(cursor.row() - (onOther ? 0 : up), cursor.column());
    }

    /** What stands there was seen. */
    public void settle() {
        lines.settle(grid());
    }

    /** Tells all that is still on the screen: nothing follows. */
    public void end() {
        settle();
        if (onOther) {
            useOther(false);
        }
        main.erase(0, main.height() - 1);
    }

    Grid grid() {
        return onOther ? other : main;
    }

    int top() {
        return top;
    }

    int bottom() {
        return bottom;
    }

    boolean isOnOther() {
        return onOther;
    }

    boolean isWrapping() {
        return wrapping;
    }

    /** What draws this screen on a terminal of the same size; empty where it would be larger than {@code most} characters. */
    public String picture(int most) {
        return new Picture(this).draw(most);
    }

    void text(char c) {
        if (Character.isHighSurrogate(c)) {
            half = c;
        } else if (Character.isLowSurrogate(c) && half != 0) {
            write(Character.toCodePoint(half, c));
            half = 0;
        } else if (!Character.isSurrogate(c)) {
            half = 0;
            write(cursor.charsets().translate(c));
        }
    }

    private void write(int codePoint) {
        int width = CharacterWidth.of(codePoint);
        if (width == 0) {
            combine(codePoint);
            return;
        }
        int columns = grid().columns();
        if (wrapping && (atEnd || cursor.column() + width > columns) && width <= columns) {
            grid().row(cursor.row()).wraps = true;
            moveTo(cursor.row(), 0);
            lineFeed();
        }
        int column = Math.min(cursor.column(), columns - width);
        if (column >= 0) {
            put(column, codePoint, width);
        }
    }

    private void put(int column, int codePoint, int width) {
        Row row = grid().row(cursor.row());
        if (inserting) {
            row.insert(column, width, grid().columns());
        }
        int style = styles.number(cursor.style());
        row.put(column, Row.cell(codePoint, style), width);
        last = codePoint;
        int next = column + width;
        atEnd = next >= grid().columns();
        cursor = cursor.at(cursor.row(), Math.min(next, grid().columns() - 1));
    }

    /** Where the two have a character of their own, that is shown; else the mark is left out. */
    private void combine(int mark) {
        Row row = grid().row(cursor.row());
        int column = atEnd ? cursor.column() : cursor.column() - 1;
        if (column < 0 || column >= row.length() || Row.codePoint(row.get(column)) == 0) {
            return;
        }
        long cell = row.get(column);
        String both = Character.toString(Row.codePoint(cell)) + Character.toString(mark);
        String one = Normalizer.normalize(both, Normalizer.Form.NFC);
        if (one.codePointCount(0, one.length()) == 1) {
            row.exchange(column, Row.cell(one.codePointAt(0), Row.style(cell)));
        }
    }

    void repeat(int count) {
        int bound = Math.min(count, grid().columns());
        for (int i = 0; i < bound; i++) {
            write(last);
        }
    }

    /** Rows and columns from 0; outside is the edge. */
    void moveTo(int row, int column) {
        atEnd = false;
        cursor = cursor.at(Math.clamp(row, 0, grid().height() - 1), Math.clamp(column, 0, grid().columns() - 1));
    }

    void lineFeed() {
        if (cursor.row() == bottom) {
            grid().scrollUp(top, bottom, 1);
        } else {
            moveTo(cursor.row() + 1, cursor.column());
        }
        atEnd = false;
    }

    void reverseLineFeed() {
        if (cursor.row() == top) {
            grid().scrollDown(top, bottom, 1);
        } else {
            moveTo(cursor.row() - 1, cursor.column());
        }
    }

    void tab(int count) {
        moveTo(cursor.row(), (cursor.column() / 8 + count) * 8);
    }

    /** Rows from 0, both included; nonsense is the whole screen. */
    void region(int from, int to) {
        int end = Math.min(to, grid().height() - 1);
        boolean sound = from >= 0 && from < end;
        top = sound ? from : 0;
        bottom = sound ? end : grid().height() - 1;
        moveTo(originMode ? top : 0, 0);
    }

    /** Before anything of a row is erased or pushed out. */
    void touch() {
        lines.touch(grid(), cursor.row());
    }

    void save() {
        if (onOther) {
            savedOnOther = cursor;
        } else {
            savedOnMain = cursor;
        }
    }

    void restore() {
        Cursor saved = onOther ? savedOnOther : savedOnMain;
        cursor = saved;
        moveTo(saved.row(), saved.column());
    }

    void useOther(boolean on) {
        if (on == onOther) {
            return;
        }
        settle();
        if (!on) {
            other.erase(0, other.height() - 1);
        }
        onOther = on;
        atEnd = false;
    }

    void wrapping(boolean on) {
        wrapping = on;
    }

    void inserting(boolean on) {
        inserting = on;
    }

    /** As at the start, what is there erased. */
    void reset() {
        useOther(false);
        main.erase(0, main.height() - 1);
        cursor = Cursor.HOME;
        savedOnMain = Cursor.HOME;
        originMode = false;
        inserting = false;
        wrapping = true;
        cursorVisible = true;
        region(0, main.height() - 1);
    }
}
