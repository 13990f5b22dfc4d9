package dev.sallyport.audit.terminal;

/** What characters, controls and sequences do to a screen (ECMA-48, DEC STD 070, xterm's control sequences). What is not seen is not here. */
final class ScreenParts implements TerminalParser.Parts {

    private final Screen screen;

    ScreenParts(Screen screen) {
        this.screen = screen;
    }

    @Override
    public void text(char character) {
        screen.text(character);
    }

    @Override
    public void control(char character) {
        switch (character) {
            case '\b' -> screen.moveTo(screen.cursor.row(), screen.cursor.column() - 1);
            case '\t' -> screen.tab(1);
            case '\n', 0x0B, '\f', 0x84 -> screen.lineFeed();
            case '\r' -> screen.moveTo(screen.cursor.row(), 0);
            case 0x0E -> shift(true);
            case 0x0F -> shift(false);
            case 0x85 -> nextLine();
            case 0x8D -> screen.reverseLineFeed();
            default -> {
                // not seen
            }
        }
    }

    private void shift(boolean on) {
        Cursor cursor = screen.cursor;
        screen.cursor = new Cursor(
                cursor.row(), cursor.column(), cursor.style(), cursor.charsets().shift(on));
    }

    private void nextLine() {
        screen.moveTo(screen.cursor.row(), 0);
        screen.lineFeed();
    }

    @Override
    public void escape(String sequence) {
        switch (sequence) {
            case "7" -> screen.save();
            case "8" -> screen.restore();
            case "D" -> screen.lineFeed();
            case "E" -> nextLine();
            case "M" -> screen.reverseLineFeed();
            case "c" -> screen.reset();
            default -> designate(sequence);
        }
    }

    private void designate(String sequence) {
        if (sequence.length() == 2) {
            Cursor cursor = screen.cursor;
            screen.cursor = new Cursor(
                    cursor.row(),
                    cursor.column(),
                    cursor.style(),
                    cursor.charsets().designate(sequence.charAt(0), sequence.charAt(1)));
        }
    }

    @Override
    public void csi(String sequence) {
        char what = sequence.charAt(sequence.length() - 1);
        String before = sequence.substring(0, sequence.length() - 1);
        if (before.startsWith("?")) {
            mode(CsiParameters.parse(before), what);
        } else if (before.chars().allMatch(c -> (c >= '0' && c <= '9') || c == ';' || c == ':')) {
            CsiParameters parameters = CsiParameters.parse(before);
            if (!move(what, parameters)) {
                draw(what, parameters);
            }
        }
    }

    private boolean move(char what, CsiParameters parameters) {
        int count = parameters.count(0);
        int row = screen.cursor.row();
        int column = screen.cursor.column();
        switch (what) {
            case 'A' -> screen.moveTo(Math.max(row >= screen.top() ? screen.top() : 0, row - count), column);
            case 'B', 'e' -> down(row, column, count);
            case 'C', 'a' -> screen.moveTo(row, column + count);
            case 'D' -> screen.moveTo(row, column - count);
            case 'E' -> down(row, 0, count);
            case 'F' -> screen.moveTo(row - count, 0);
            case 'G', '`' -> screen.moveTo(row, count - 1);
            case 'd' -> screen.moveTo(origin() + count - 1, column);
            case 'H', 'f' -> screen.moveTo(origin() + count - 1, parameters.count(1) - 1);
            case 'I' -> screen.tab(count);
            case 'Z' -> screen.moveTo(row, (Math.max(0, column - 1) / 8 - (count - 1)) * 8);
            case 's' -> screen.save();
            case 'u' -> screen.restore();
            default -> {
                return false;
            }
        }
        return true;
    }

    private int origin() {
        return screen.originMode ? screen.top() : 0;
    }

    private void down(int row, int column, int count) {
        int last = row <= screen.bottom() ? screen.bottom() : Integer.MAX_VALUE;
        screen.moveTo(Math.min(last, row + count), column);
    }

    private void draw(char what, CsiParameters parameters) {
        int count = parameters.count(0);
        Grid grid = screen.grid();
        int row = screen.cursor.row();
        int column = screen.cursor.column();
        boolean inRegion = row >= screen.top() && row <= screen.bottom();
        switch (what) {
            case 'J' -> eraseScreen(parameters.get(0, 0));
            case 'K' -> eraseLine(parameters.get(0, 0));
            case 'X' -> erase(column, column + count);
            case 'P' -> touched(grid, row).delete(column, count);
            case '@' -> touched(grid, row).insert(column, Math.min(count, grid.columns() - column), grid.columns());
            case 'L' -> {
                if (inRegion) {
                    grid.scrollDown(row, screen.bottom(), count);
                }
            }
            case 'M' -> {
                if (inRegion) {
                    grid.scrollUp(row, screen.bottom(), count);
                }
            }
            case 'S' -> grid.scrollUp(screen.top(), screen.bottom(), count);
            case 'T' -> grid.scrollDown(screen.top(), screen.bottom(), count);
            case 'b' -> screen.repeat(count);
            case 'm' -> style(parameters);
            case 'r' -> screen.region(count - 1, parameters.get(1, grid.height()) - 1);
            case 'h', 'l' -> {
                if (parameters.get(0, 0) == 4) {
                    screen.inserting(what == 'h');
                }
            }
            default -> {
                // not seen
            }
        }
    }

    private Row touched(Grid grid, int row) {
        screen.touch();
        return grid.row(row);
    }

    private void style(CsiParameters parameters) {
        Cursor cursor = screen.cursor;
        screen.cursor = new Cursor(cursor.row(), cursor.column(), cursor.style().with(parameters), cursor.charsets());
    }

    private void eraseScreen(int what) {
        Grid grid = screen.grid();
        int row = screen.cursor.row();
        switch (what) {
            case 0 -> {
                eraseLine(0);
                grid.erase(row + 1, grid.height() - 1);
            }
            case 1 -> {
                grid.erase(0, row - 1);
                eraseLine(1);
            }
            case 2, 3 -> grid.erase(0, grid.height() - 1);
            default -> {
                // not defined
            }
        }
    }

    private void eraseLine(int what) {
        switch (what) {
            case 0 -> erase(screen.cursor.column(), Grid.MAX_COLUMNS);
            case 1 -> erase(0, screen.cursor.column() + 1);
            case 2 -> erase(0, Grid.MAX_COLUMNS);
            default -> {
                // not defined
            }
        }
    }

    private void erase(int from, int to) {
        screen.touch();
        screen.grid().row(screen.cursor.row()).erase(from, to);
    }

    private void mode(CsiParameters modes, char what) {
        if (what != 'h' && what != 'l') {
            return;
        }
        boolean on = what == 'h';
        for (int i = 0; i < modes.size(); i++) {
            switch (modes.get(i, 0)) {
                case 6 -> {
                    screen.originMode = on;
                    screen.moveTo(origin(), 0);
                }
                case 7 -> screen.wrapping(on);
                case 25 -> screen.cursorVisible = on;
                case 47, 1047 -> screen.useOther(on);
                case 1048 -> saveOrRestore(on);
                case 1049 -> otherWithCursor(on);
                default -> {
                    // not seen
                }
            }
        }
    }

    private void saveOrRestore(boolean save) {
        if (save) {
            screen.save();
        } else {
            screen.restore();
        }
    }

    private void otherWithCursor(boolean on) {
        if (on) {
            screen.save();
            screen.useOther(true);
        } else {
            screen.useOther(false);
            screen.restore();
        }
    }
}
