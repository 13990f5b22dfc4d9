package dev.sallyport.audit.search;

import java.util.Arrays;
import java.util.BitSet;

/** Which runs of three characters are in a text: a Bloom filter. What it says is not there is not there. */
final class TrigramFilter {

    /** 64 KiB. */
    private static final int MOST_BITS = 1 << 19;

    private static final int LEAST_BITS = 1 << 11;
    private static final int HASHES = 4;

    private final BitSet bits;
    private final int size;

    private TrigramFilter(BitSet bits, int size) {
        this.bits = bits;
        this.size = size;
    }

    static TrigramFilter empty() {
        return new TrigramFilter(new BitSet(MOST_BITS), MOST_BITS);
    }

    static TrigramFilter read(byte[] bytes) {
        int size = Integer.highestOneBit(Math.max(LEAST_BITS / 8, bytes.length)) * 8;
        return new TrigramFilter(BitSet.valueOf(bytes), size);
    }

    /** Adds all of a line, folded as queries are. */
    void add(String folded) {
        int[] characters = folded.codePoints().toArray();
        for (int i = 0; i + 2 < characters.length; i++) {
            long hash = hash(characters[i], characters[i + 1], characters[i + 2]);
            for (int k = 0; k < HASHES; k++) {
                bits.set(bit(hash, k, size));
            }
        }
    }

    /** Whether it may be there. */
    boolean mayHold(TextQuery query) {
        int[] characters = query.folded().codePoints().toArray();
        for (int i = 0; i + 2 < characters.length; i++) {
            long hash = hash(characters[i], characters[i + 1], characters[i + 2]);
            for (int k = 0; k < HASHES; k++) {
                if (!bits.get(bit(hash, k, size))) {
                    return false;
                }
            }
        }
        return true;
    }

    /** As bytes: folded in half for as long as less than half of the bits are then set. */
    byte[] pack() {
        BitSet packed = (BitSet) bits.clone();
        int now = size;
        while (now > LEAST_BITS) {
            BitSet half = packed.get(0, now / 2);
            half.or(packed.get(now / 2, now));
            if (half.cardinality() > now / 4) {
                break;
            }
            packed = half;
            now /= 2;
        }
        return Arrays.copyOf(packed.toByteArray(), now / 8);
    }

    /** Of a power of two many: the low bits, so that folding keeps them where they are looked for. */
    private static int bit(long hash, int k, int size) {
        return (int) ((hash + k * (hash >>> 32 | 1)) & (size - 1));
    }

    private static long hash(int a, int b, int c) {
        long mixed = a * 0x9E3779B97F4A7C15L + b * 0xC2B2AE3D27D4EB4FL + c * 0x165667B19E3779F9L;
        mixed = (mixed ^ (mixed >>> 29)) * 0xBF58476D1CE4E5B9L;
        return mixed ^ (mixed >>> 32);
    }
}
