package dev.sallyport.auth.log;

import dev.sallyport.audit.log.CompactRange;
import dev.sallyport.audit.log.EntryBundle;
import dev.sallyport.audit.log.NodeSource;
import dev.sallyport.audit.log.TilePath;
import dev.sallyport.audit.log.TiledTree;
import dev.sallyport.audit.log.TreeHasher;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * The tree while it grows: the tiles at its right edge, one a level, and the entries of the last bundle. What is full goes
 * to the folder at once, what is not when {@link #flush} asks. For one thread at a time.
 */
final class GrowingTree {

    private final TreeHasher hasher;
    private final TileFolder folder;
    private final CompactRange range;
    private final List<ByteArrayOutputStream> edge = new ArrayList<>();
    private final List<byte[]> entries = new ArrayList<>();

    private GrowingTree(TreeHasher hasher, TileFolder folder, CompactRange range) {
        this.hasher = hasher;
        this.folder = folder;
        this.range = range;
    }

    static GrowingTree empty(TreeHasher hasher, TileFolder folder) {
        return new GrowingTree(hasher, folder, CompactRange.empty(hasher));
    }

    /**
     * The tree of this size, from the folder's tiles.
     *
     * @throws Failure NOT_FOUND or INVALID where they are not there
     */
    static GrowingTree of(TreeHasher hasher, TileFolder folder, long size) {
        NodeSource nodes = new TiledTree(hasher, folder::readHere, size);
        GrowingTree tree = new GrowingTree(hasher, folder, CompactRange.of(hasher, size, nodes));
        for (int level = 0; size >> (TilePath.HEIGHT * level) > 0; level++) {
            long hashes = size >> (TilePath.HEIGHT * level);
            ByteArrayOutputStream tile = tree.tile(level);
            for (long at = hashes / TilePath.FULL * TilePath.FULL; at < hashes; at++) {
                tile.writeBytes(nodes.node(TilePath.HEIGHT * level, at));
            }
        }
        if (size % TilePath.FULL != 0) {
            tree.entries.addAll(
                    bundle(folder, TilePath.holding(0, size - 1, size).entries()));
        }
        return tree;
    }

    private static List<byte[]> bundle(TileFolder folder, TilePath path) {
        List<byte[]> entries = folder.readHere(path).map(EntryBundle::read).orElse(List.of());
        if (entries.size() < path.width()) {
            throw Failure.of(
                    FailureCode.INVALID, path.text() + " has " + entries.size() + " entries of " + path.width());
        }
        return entries.subList(0, path.width());
    }

    void append(byte[] hash, byte[] entry) {
        range.append(hash);
        entries.add(entry);
        if (entries.size() == TilePath.FULL) {
            TilePath path = TilePath.holding(0, size() - 1, size()).entries();
            folder.write(path, EntryBundle.write(entries));
            folder.removePartials(path);
            entries.clear();
        }
        append(0, hash);
    }

    private void append(int level, byte[] hash) {
        ByteArrayOutputStream tile = tile(level);
        tile.writeBytes(hash);
        if (tile.size() == TilePath.FULL * TreeHasher.BYTES) {
            byte[] full = tile.toByteArray();
            tile.reset();
            long hashes = size() >> (TilePath.HEIGHT * level);
            TilePath path = new TilePath(level, hashes / TilePath.FULL - 1, TilePath.FULL);
            folder.write(path, full);
            folder.removePartials(path);
            append(level + 1, over(full));
        }
    }

    private byte[] over(byte[] tile) {
        CompactRange subtree = CompactRange.empty(hasher);
        for (int at = 0; at < tile.length; at += TreeHasher.BYTES) {
            subtree.append(java.util.Arrays.copyOfRange(tile, at, at + TreeHasher.BYTES));
        }
        return subtree.root();
    }

    private ByteArrayOutputStream tile(int level) {
        while (edge.size() <= level) {
            edge.add(new ByteArrayOutputStream(TilePath.FULL * TreeHasher.BYTES));
        }
        return edge.get(level);
    }

    long size() {
        return range.size();
    }

    byte[] root() {
        return range.root();
    }

    /** Writes the tiles that are not full; returns when everything written is on the disk. */
    void flush() {
        if (!entries.isEmpty()) {
            TilePath path = TilePath.holding(0, size() - 1, size()).entries();
            folder.write(path, EntryBundle.write(entries));
        }
        for (int level = 0; level < edge.size(); level++) {
            byte[] tile = edge.get(level).toByteArray();
            if (tile.length > 0) {
                long hashes = size() >> (TilePath.HEIGHT * level);
                folder.write(TilePath.holding(level, hashes - 1, size()), tile);
            }
        }
        folder.sync();
    }
}
