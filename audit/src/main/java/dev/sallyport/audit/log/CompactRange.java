package dev.sallyport.audit.log;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.util.ArrayList;
import java.util.List;

/**
 * A tree as far as it takes to let it grow: the roots of its perfect subtrees, from the largest to the smallest, one for
 * each bit of its size. For one thread at a time.
 */
public final class CompactRange {

    private final TreeHasher hasher;
    private final List<byte[]> roots;
    private long size;

    private CompactRange(TreeHasher hasher, long size, List<byte[]> roots) {
        this.hasher = hasher;
        this.size = size;
        this.roots = new ArrayList<>(roots);
    }

    /** The tree without leaves. */
    public static CompactRange empty(TreeHasher hasher) {
        return new CompactRange(hasher, 0, List.of());
    }

    /**
     * The tree of this size.
     *
     * @param nodes where the roots of its perfect subtrees are
     */
    public static CompactRange of(TreeHasher hasher, long size, NodeSource nodes) {
        if (size < 0) {
            throw Failure.of(FailureCode.INVALID, "a tree of " + size + " leaves");
        }
        List<byte[]> roots = new ArrayList<>();
        long from = 0;
        for (int level = 62; level >= 0; level--) {
            if (((size >> level) & 1) == 1) {
                roots.add(nodes.node(level, from >> level));
                from += 1L << level;
            }
        }
        return new CompactRange(hasher, size, roots);
    }

    /** Adds a leaf, by its hash. */
    public void append(byte[] leafHash) {
        byte[] node = leafHash;
        for (long bits = size; (bits & 1) == 1; bits >>= 1) {
            node = hasher.node(roots.removeLast(), node);
        }
        roots.add(node);
        size++;
    }

    /** How many leaves. */
    public long size() {
        return size;
    }

    /** The tree's hash. */
    public byte[] root() {
        if (roots.isEmpty()) {
            return hasher.empty();
        }
        byte[] root = roots.getLast();
        for (int i = roots.size() - 2; i >= 0; i--) {
            root = hasher.node(roots.get(i), root);
        }
        return root;
    }
}
