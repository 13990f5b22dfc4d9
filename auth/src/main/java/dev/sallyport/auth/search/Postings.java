package dev.sallyport.auth.search;

import java.nio.ByteBuffer;
import java.util.BitSet;

/** Which events of a block: their places, 2 bytes each, where they are few, else a bit for each place. */
final class Postings {

    private static final int MAP_BYTES = EventIndex.BLOCK / Byte.SIZE;
    private static final int FEW = MAP_BYTES / Short.BYTES;

    private Postings() {}

    static byte[] write(BitSet places) {
        int count = places.cardinality();
        if (count >= FEW) {
            return ByteBuffer.allocate(MAP_BYTES).put(places.toByteArray()).array();
        }
        ByteBuffer out = ByteBuffer.allocate(count * Short.BYTES);
        places.stream().forEach(place -> out.putShort((short) place));
        return out.array();
    }

    static BitSet read(byte[] written) {
        if (written.length == MAP_BYTES) {
            return BitSet.valueOf(written);
        }
        BitSet places = new BitSet(EventIndex.BLOCK);
        ByteBuffer in = ByteBuffer.wrap(written);
        while (in.remaining() >= Short.BYTES) {
            places.set(in.getShort() & (EventIndex.BLOCK - 1));
        }
        return places;
    }
}
