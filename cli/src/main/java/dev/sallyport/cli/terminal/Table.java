package dev.sallyport.cli.terminal;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows under a heading. Every cell is neutralised here; on a terminal the widest columns give way until a row fits a line, elsewhere nothing
 * is cut, so that a script sees all.
 */
public final class Table {

    private static final String GAP = "  ";

    /** No column is cut below this, whatever the terminal. */
    private static final int NARROWEST = 8;

    private final List<List<String>> rows = new ArrayList<>();

    /** A table with these headings. */
    public Table(String... headings) {
        rows.add(List.of(headings));
    }

    /** Adds a row with as many cells as there are headings. */
    public Table row(String... cells) {
        List<String> row = new ArrayList<>(cells.length);
        for (String cell : cells) {
            row.add(Neutral.line(cell));
        }
        if (row.size() != rows.getFirst().size()) {
            throw new IllegalArgumentException("a row has a cell for each heading");
        }
        rows.add(row);
        return this;
    }

    /**
     * The table as lines.
     *
     * @param columns of the terminal; 0 for no limit
     */
    public String render(int columns) {
        int[] widths = widths(columns);
        StringBuilder out = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                String cell = TextWidth.cut(row.get(i), widths[i]);
                line.append(i == 0 ? "" : GAP).append(cell).repeat(' ', widths[i] - TextWidth.of(cell));
            }
            out.append(line.toString().stripTrailing()).append('\n');
        }
        return out.toString();
    }

    private int[] widths(int columns) {
        int[] widths = new int[rows.getFirst().size()];
        int total = GAP.length() * (widths.length - 1);
        for (int i = 0; i < widths.length; i++) {
            for (List<String> row : rows) {
                widths[i] = Math.max(widths[i], TextWidth.of(row.get(i)));
            }
            total += widths[i];
        }
        while (columns > 0 && total > columns) {
            int widest = widest(widths);
            if (widths[widest] <= NARROWEST) {
                break;
            }
            widths[widest]--;
            total--;
        }
        return widths;
    }

    private static int widest(int[] widths) {
        int widest = 0;
        for (int i = 1; i < widths.length; i++) {
            if (widths[i] > widths[widest]) {
                widest = i;
            }
        }
        return widest;
    }
}
