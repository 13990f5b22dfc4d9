package dev.sallyport.audit.log;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A log in memory, its tiles made the slow way: every hash from its definition (RFC 9162, section 2.1.1). */
final class Leaves {

    private final TreeHasher hasher = new TreeHasher();
    final List<byte[]> entries = new ArrayList<>();
    final Map<TilePath, byte[]> changed = new HashMap<>();

    static Leaves of(int count) {
        Leaves leaves = new Leaves();
        for (int i = 0; i < count; i++) {
            leaves.entries.add(("entry " + i).getBytes(StandardCharsets.UTF_8));
        }
        return leaves;
    }

    byte[] hash(int index) {
        return hasher.leaf(entries.get(index));
    }

    byte[] root(int from, int to) {
        if (to == from) {
            return hasher.empty();
        }
        if (to - from == 1) {
            return hash(from);
        }
        int middle = from + Integer.highestOneBit(to - from - 1);
        return hasher.node(root(from, middle), root(middle, to));
    }

    byte[] root(int size) {
        return root(0, size);
    }

    NodeSource nodes() {
        return (level, index) -> root((int) index << level, (int) (index + 1) << level);
    }

    Checkpoint checkpoint() {
        return new Checkpoint("log.example.com", entries.size(), root(entries.size()));
    }

    Optional<byte[]> read(TilePath path) {
        return Optional.ofNullable(changed.computeIfAbsent(path, this::made));
    }

    private byte[] made(TilePath path) {
        int first = (int) path.index() * TilePath.FULL;
        if (path.level() == TilePath.ENTRIES) {
            return EntryBundle.write(entries.subList(first, first + path.width()));
        }
        byte[] tile = new byte[path.width() * TreeHasher.BYTES];
        int leaves = 1 << (TilePath.HEIGHT * path.level());
        for (int i = 0; i < path.width(); i++) {
            byte[] hash = root((first + i) * leaves, (first + i + 1) * leaves);
            System.arraycopy(hash, 0, tile, i * TreeHasher.BYTES, TreeHasher.BYTES);
        }
        return tile;
    }

    void change(TilePath path, byte[] bytes) {
        changed.put(path, Arrays.copyOf(bytes, bytes.length));
    }
}
