package dev.sallyport.audit.log;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Proofs about trees, made and checked (RFC 9162, sections 2.1.3 and 2.1.4). For one thread at a time. */
public final class Proofs {

    /** More than any tree of 2^62 leaves needs. */
    public static final int MAX_HASHES = 63;

    private final TreeHasher hasher;

    public Proofs(TreeHasher hasher) {
        this.hasher = hasher;
    }

    /** That the leaf at this index is in the tree of this size: from the leaf's sibling to the root's child. */
    public List<byte[]> inclusion(long index, long size, NodeSource nodes) {
        if (index < 0 || index >= size) {
            throw Failure.of(FailureCode.INVALID, "a tree of " + size + " leaves has no leaf " + index);
        }
        List<byte[]> path = new ArrayList<>();
        long from = 0;
        long to = size;
        while (to - from > 1) {
            long middle = from + split(to - from);
            if (index < middle) {
                path.add(root(middle, to, nodes));
                to = middle;
            } else {
                path.add(root(from, middle, nodes));
                from = middle;
            }
        }
        Collections.reverse(path);
        return path;
    }

    /** That the tree of the first size is the beginning of the tree of the second. */
    public List<byte[]> consistency(long first, long second, NodeSource nodes) {
        if (first < 0 || first > second) {
            throw Failure.of(FailureCode.INVALID, "no proof from " + first + " to " + second + " leaves");
        }
        List<byte[]> path = new ArrayList<>();
        if (first == 0 || first == second) {
            return path;
        }
        long from = 0;
        long to = second;
        while (to != first) {
            long middle = from + split(to - from);
            if (first <= middle) {
                path.add(root(middle, to, nodes));
                to = middle;
            } else {
                path.add(root(from, middle, nodes));
                from = middle;
            }
        }
        if (from > 0) {
            path.add(root(from, to, nodes));
        }
        Collections.reverse(path);
        return path;
    }

    /** Whether the proof shows that the tree with this root has this leaf at this index. */
    public boolean includes(byte[] leafHash, long index, long size, List<byte[]> path, byte[] root) {
        if (index < 0 || index >= size || path.size() > MAX_HASHES) {
            return false;
        }
        long place = index;
        long last = size - 1;
        byte[] hash = leafHash;
        for (byte[] sibling : path) {
            if (last == 0) {
                return false;
            }
            if ((place & 1) == 1 || place == last) {
                hash = hasher.node(sibling, hash);
                while ((place & 1) == 0 && place != 0) {
                    place >>= 1;
                    last >>= 1;
                }
            } else {
                hash = hasher.node(hash, sibling);
            }
            place >>= 1;
            last >>= 1;
        }
        return last == 0 && MessageDigest.isEqual(hash, root);
    }

    /** Whether the proof shows that the tree of the first size is the beginning of that of the second. */
    public boolean consistent(long first, byte[] firstRoot, long second, byte[] secondRoot, List<byte[]> path) {
        if (first < 0 || first > second || path.size() > MAX_HASHES) {
            return false;
        }
        if (first == second) {
            return path.isEmpty() && MessageDigest.isEqual(firstRoot, secondRoot);
        }
        if (first == 0) {
            return path.isEmpty() && MessageDigest.isEqual(firstRoot, hasher.empty());
        }
        boolean perfect = Long.bitCount(first) == 1;
        if (!perfect && path.isEmpty()) {
            return false;
        }
        byte[] start = perfect ? firstRoot : path.getFirst();
        return climbs(first, second, start, perfect ? path : path.subList(1, path.size()), firstRoot, secondRoot);
    }

    /** RFC 9162, section 2.1.4.2, steps 4 to 7. */
    private boolean climbs(
            long first, long second, byte[] start, List<byte[]> path, byte[] firstRoot, byte[] secondRoot) {
        int bottom = Long.numberOfTrailingZeros(first);
        long place = (first - 1) >> bottom;
        long last = (second - 1) >> bottom;
        byte[] old = start;
        byte[] grown = start;
        for (byte[] sibling : path) {
            if (last == 0) {
                return false;
            }
            if ((place & 1) == 1 || place == last) {
                old = hasher.node(sibling, old);
                grown = hasher.node(sibling, grown);
                while ((place & 1) == 0 && place != 0) {
                    place >>= 1;
                    last >>= 1;
                }
            } else {
                grown = hasher.node(grown, sibling);
            }
            place >>= 1;
            last >>= 1;
        }
        return last == 0 && MessageDigest.isEqual(old, firstRoot) && MessageDigest.isEqual(grown, secondRoot);
    }

    /** The hash over leaves from..to, where {@code from} is a multiple of the largest subtree's size. */
    private byte[] root(long from, long to, NodeSource nodes) {
        long leaves = to - from;
        if (Long.bitCount(leaves) == 1) {
            int level = Long.numberOfTrailingZeros(leaves);
            return nodes.node(level, from >> level);
        }
        long middle = from + split(leaves);
        return hasher.node(root(from, middle, nodes), root(middle, to, nodes));
    }

    /** The largest power of two below. */
    private static long split(long leaves) {
        return Long.highestOneBit(leaves - 1);
    }
}
