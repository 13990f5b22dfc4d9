package dev.sallyport.auth.search;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;

/**
 * Which events of a group have a term: places in ascending order. Written with a byte before it that tells the form: places,
 * 2 bytes each, where they are few, else a bit for each event of the group. Not safe for use by several threads.
 */
final class Postings {

    /** Most events of a group, so that a place fits into 2 bytes. */
    static final int MOST = 1 << 15;

    private static final byte LIST = 0;
    private static final byte MAP = 1;

    private short[] places = new short[2];
    private int count;

    /** @param place after all that are there */
    void add(int place) {
        if (count == places.length) {
            places = Arrays.copyOf(places, 2 * count);
        }
        places[count++] = (short) place;
    }

    /** Takes out places before this one. @return whether none is left */
    boolean forget(int before) {
        int gone = 0;
        while (gone < count && places[gone] < before) {
            gone++;
        }
        places = Arrays.copyOfRange(places, gone, Math.max(count, gone + 1));
        count -= gone;
        return count == 0;
    }

    BitSet asBits() {
        BitSet bits = new BitSet();
        for (int i = 0; i < count; i++) {
            bits.set(places[i]);
        }
        return bits;
    }

    /** @param events of the group */
    byte[] write(int events) {
        if (count * Short.BYTES >= events / Byte.SIZE) {
            return map(asBits());
        }
        ByteBuffer out = ByteBuffer.allocate(1 + count * Short.BYTES).put(LIST);
        for (int i = 0; i < count; i++) {
            out.putShort(places[i]);
        }
        return out.array();
    }

    private static byte[] map(BitSet bits) {
        byte[] map = bits.toByteArray();
        return ByteBuffer.allocate(1 + map.length).put(MAP).put(map).array();
    }

    /** What is left of a written form without places before this one; empty where none is. */
    static Optional<byte[]> without(byte[] written, int before) {
        Postings left = new Postings();
        read(written).stream().filter(place -> place >= before).forEach(left::add);
        return left.count == 0 ? Optional.empty() : Optional.of(left.write(MOST));
    }

    static BitSet read(byte[] written) {
        ByteBuffer in = ByteBuffer.wrap(written);
        if (in.get() == MAP) {
            return BitSet.valueOf(in);
        }
        BitSet bits = new BitSet();
        while (in.remaining() >= Short.BYTES) {
            bits.set(in.getShort() & (MOST - 1));
        }
        return bits;
    }
}
