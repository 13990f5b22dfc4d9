package dev.sallyport.audit.log;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a tile is (C2SP tlog-tiles): {@code tile/0/x001/234}, {@code tile/0/x001/234.p/17}, {@code tile/entries/x001/234}.
 *
 * @param level of its hashes divided by 8, 0 for those of leaves; {@link #ENTRIES} for a bundle of the leaves themselves
 * @param index its place among those of its level
 * @param width how many hashes or entries, 1..256; fewer than 256 only at the end of a tree
 */
public record TilePath(int level, long index, int width) {

    /** The level of bundles of entries. */
    public static final int ENTRIES = -1;

    /** Hashes of a full tile. */
    public static final int FULL = 256;

    /** Levels of the tree in one tile. */
    public static final int HEIGHT = 8;

    private static final int MAX_LEVEL = 7;
    private static final Pattern TEXT = Pattern.compile(
            "tile/(?<level>entries|[0-7])/(?<index>(x[0-9]{3}/){0,5}[0-9]{3})(\\.p/(?<width>[1-9][0-9]{0,2}))?");

    public TilePath {
        if (level < ENTRIES || level > MAX_LEVEL || index < 0 || width < 1 || width > FULL) {
            throw Failure.of(FailureCode.INVALID, "no tile: level " + level + ", index " + index + ", width " + width);
        }
    }

    /** The tile that holds this hash, as wide as a tree of this size has it. */
    public static TilePath holding(int level, long hashIndex, long treeSize) {
        long index = hashIndex / FULL;
        long hashes = treeSize >> (HEIGHT * Math.max(level, 0));
        return new TilePath(level, index, (int) Math.min(FULL, hashes - index * FULL));
    }

    /** @throws Failure INVALID for anything that {@link #text} does not write */
    public static TilePath parse(String text) {
        Matcher found = TEXT.matcher(text);
        if (!found.matches()) {
            throw Failure.of(FailureCode.INVALID, "'" + text + "' is no path of a tile");
        }
        String level = found.group("level");
        String width = found.group("width");
        TilePath path = new TilePath(
                level.equals("entries") ? ENTRIES : Integer.parseInt(level),
                Long.parseLong(found.group("index").replaceAll("[x/]", "")),
                width == null ? FULL : Integer.parseInt(width));
        if (!path.text().equals(text)) {
            throw Failure.of(FailureCode.INVALID, "'" + text + "' is not how the path of a tile is written");
        }
        return path;
    }

    public boolean isFull() {
        return width == FULL;
    }

    /** The same place, full. */
    public TilePath full() {
        return new TilePath(level, index, FULL);
    }

    /** The entries whose hashes this tile of level 0 holds. */
    public TilePath entries() {
        return new TilePath(ENTRIES, index, width);
    }

    /** With slashes, relative to the log's place. */
    public String text() {
        StringBuilder digits = new StringBuilder(String.format(Locale.ROOT, "%03d", index % 1000));
        for (long rest = index / 1000; rest > 0; rest /= 1000) {
            digits.insert(0, String.format(Locale.ROOT, "x%03d/", rest % 1000));
        }
        return "tile/" + (level == ENTRIES ? "entries" : level) + "/" + digits + (isFull() ? "" : ".p/" + width);
    }
}
