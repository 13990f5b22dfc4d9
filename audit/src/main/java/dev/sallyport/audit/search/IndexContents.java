package dev.sallyport.audit.search;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Where things are in an index.
 *
 * @param cut whether the recording has more text than the index may hold
 * @param filter packed
 * @param texts blocks of lines
 * @param pictures in the order of time
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, not copied
record IndexContents(boolean cut, byte[] filter, List<Piece> texts, List<Spot> pictures) {

    private static final int PIECE_BYTES = 12;
    private static final int SPOT_BYTES = 24;
    private static final int MAX_PIECES = 1 << 16;

    /** A sealed part of the file. */
    record Piece(long offset, int length) {}

    /**
     * A picture of the screen.
     *
     * @param micros of the entry that comes after it
     * @param chunk the chunk that goes on from it
     */
    record Spot(long micros, int chunk, Piece piece) {}

    byte[] write() {
        ByteBuffer out = ByteBuffer.allocate(
                1 + 3 * Integer.BYTES + filter.length + texts.size() * PIECE_BYTES + pictures.size() * SPOT_BYTES);
        out.put((byte) (cut ? 1 : 0)).putInt(filter.length).put(filter);
        out.putInt(texts.size());
        texts.forEach(piece -> out.putLong(piece.offset()).putInt(piece.length()));
        out.putInt(pictures.size());
        pictures.forEach(spot -> out.putLong(spot.micros())
                .putInt(spot.chunk())
                .putLong(spot.piece().offset())
                .putInt(spot.piece().length()));
        return out.array();
    }

    static IndexContents read(byte[] bytes) {
        try {
            ByteBuffer in = ByteBuffer.wrap(bytes);
            boolean cut = in.get() != 0;
            byte[] filter = new byte[count(in, bytes.length)];
            in.get(filter);
            List<Piece> texts = new ArrayList<>();
            for (int i = count(in, MAX_PIECES); i > 0; i--) {
                texts.add(new Piece(in.getLong(), in.getInt()));
            }
            List<Spot> pictures = new ArrayList<>();
            for (int i = count(in, MAX_PIECES); i > 0; i--) {
                pictures.add(new Spot(in.getLong(), in.getInt(), new Piece(in.getLong(), in.getInt())));
            }
            return new IndexContents(cut, filter, texts, pictures);
        } catch (BufferUnderflowException tooShort) {
            throw damaged(tooShort);
        }
    }

    private static int count(ByteBuffer in, int most) {
        int count = in.getInt();
        if (count < 0 || count > most) {
            throw damaged(new IllegalArgumentException("a count of " + count));
        }
        return count;
    }

    private static Failure damaged(RuntimeException cause) {
        return Failure.of(FailureCode.INTERNAL, "a recording's index is damaged: remove it, it is made again", cause);
    }
}
