package dev.sallyport.cli.terminal;

/** How many columns a terminal uses for text that {@link Neutral} has passed: most characters one, East Asian wide ones two, combining ones none. */
final class TextWidth {

    /** First and last code points of blocks that terminals draw two columns wide (Unicode TR 11, without its single exceptions). */
    private static final int[][] WIDE = {
        {0x1100, 0x115f},
        {0x2e80, 0xa4cf},
        {0xac00, 0xd7a3},
        {0xf900, 0xfaff},
        {0xfe30, 0xfe6f},
        {0xff00, 0xff60},
        {0xffe0, 0xffe6},
        {0x1f300, 0x1f64f},
        {0x1f680, 0x1f6ff},
        {0x1f900, 0x1f9ff},
        {0x20000, 0x3fffd}
    };

    private TextWidth() {}

    static int of(String text) {
        int width = 0;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            width += of(text.codePointAt(i));
        }
        return width;
    }

    /** The longest beginning that fits, with an ellipsis where something was cut. */
    static String cut(String text, int columns) {
        if (of(text) <= columns) {
            return text;
        }
        int width = 0;
        int i = 0;
        while (width + of(text.codePointAt(i)) < columns) {
            width += of(text.codePointAt(i));
            i += Character.charCount(text.codePointAt(i));
        }
        return text.substring(0, i) + "…";
    }

    private static int of(int codePoint) {
        if (codePoint < 0x300) {
            return 1;
        }
        int type = Character.getType(codePoint);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
            return 0;
        }
        for (int[] block : WIDE) {
            if (codePoint >= block[0] && codePoint <= block[1]) {
                return 2;
            }
        }
        return 1;
    }
}
