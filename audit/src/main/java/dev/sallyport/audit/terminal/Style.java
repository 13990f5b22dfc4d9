package dev.sallyport.audit.terminal;

import java.util.Set;
import java.util.TreeSet;

/**
 * How characters look: what {@code CSI m} sets (ECMA-48, section 8.3.117; ITU-T T.416 for colours).
 *
 * @param flags parameters 1 to 9 and 21 that are on
 * @param foreground parameters of the colour, such as {@code 31} or {@code 38;5;200}; empty for the usual
 * @param background the same
 */
record Style(Set<Integer> flags, String foreground, String background) {

    static final Style PLAIN = new Style(Set.of(), "", "");

    private static final int EXTENDED = 8;
    private static final int USUAL = 9;

    /** After these parameters. */
    Style with(CsiParameters parameters) {
        Style style = this;
        int i = 0;
        do {
            int code = parameters.get(i, 0);
            if (code == 38 || code == 48) {
                int length = parameters.get(i + 1, 0) == 5 ? 3 : 5;
                style = style.colour(code == 38, parameters.slice(i, length));
                i += length;
            } else {
                style = style.with(code);
                i++;
            }
        } while (i < parameters.size());
        return style;
    }

    private Style with(int code) {
        int ten = code / 10;
        return switch (ten) {
            case 0 -> code == 0 ? PLAIN : on(code);
            case 2 -> code == 21 ? on(code) : off(code);
            case 3, 4 -> code % 10 == EXTENDED ? this : colour(ten == 3, code % 10 == USUAL ? "" : "" + code);
            case 9 -> colour(true, "" + code);
            case 10 -> colour(false, "" + code);
            default -> this;
        };
    }

    private Style on(int code) {
        Set<Integer> more = new TreeSet<>(flags);
        more.add(code);
        return new Style(Set.copyOf(more), foreground, background);
    }

    private Style off(int code) {
        Set<Integer> less = new TreeSet<>(flags);
        switch (code) {
            case 22 -> less.removeAll(Set.of(1, 2));
            case 24 -> less.removeAll(Set.of(4, 21));
            default -> less.remove(code - 20);
        }
        return new Style(Set.copyOf(less), foreground, background);
    }

    private Style colour(boolean front, String colour) {
        return front ? new Style(flags, colour, background) : new Style(flags, foreground, colour);
    }

    /** What sets it, whatever was before. */
    String sequence() {
        StringBuilder sequence = new StringBuilder("\u001B[0");
        new TreeSet<>(flags).forEach(flag -> sequence.append(';').append(flag));
        if (!foreground.isEmpty()) {
            sequence.append(';').append(foreground);
        }
        if (!background.isEmpty()) {
            sequence.append(';').append(background);
        }
        return sequence.append('m').toString();
    }
}
