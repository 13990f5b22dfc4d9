package dev.sallyport.audit.log;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** The nodes of a tree of this size, from its tiles, the last {@value #KEPT} of which it keeps. For one thread at a time. */
public final class TiledTree implements NodeSource {

    private static final int KEPT = 64;

    private final TreeHasher hasher;
    private final TileSource tiles;
    private final long size;
    private final Map<TilePath, byte[]> kept = new LinkedHashMap<>(KEPT, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<TilePath, byte[]> eldest) {
            return size() > KEPT;
        }
    };

    public TiledTree(TreeHasher hasher, TileSource tiles, long size) {
        this.hasher = hasher;
        this.tiles = tiles;
        this.size = size;
    }

    @Override
    public byte[] node(int level, long index) {
        if (index < 0 || index + 1 > (size >> level)) {
            throw Failure.of(
                    FailureCode.NOT_FOUND, "a tree of " + size + " leaves has no node " + index + " on level " + level);
        }
        int tileLevel = level / TilePath.HEIGHT;
        int above = level % TilePath.HEIGHT;
        long first = index << above;
        byte[] tile = tile(TilePath.holding(tileLevel, first, size));
        return over(tile, (int) (first % TilePath.FULL), 1 << above);
    }

    private byte[] over(byte[] tile, int first, int count) {
        if (count == 1) {
            int at = first * TreeHasher.BYTES;
            return Arrays.copyOfRange(tile, at, at + TreeHasher.BYTES);
        }
        int half = count / 2;
        return hasher.node(over(tile, first, half), over(tile, first + half, half));
    }

    private byte[] tile(TilePath path) {
        byte[] there = kept.get(path);
        if (there == null) {
            there = tiles.read(path).orElseThrow(() -> Failure.of(FailureCode.NOT_FOUND, path.text() + " is missing"));
            if (there.length < path.width() * TreeHasher.BYTES) {
                throw Failure.of(
                        FailureCode.INVALID,
                        path.text() + " has " + there.length + " bytes, expected " + path.width() * TreeHasher.BYTES);
            }
            kept.put(path, there);
        }
        return there;
    }
}
