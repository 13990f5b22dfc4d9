package dev.sallyport.audit.recording;

import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdException;
import java.util.UUID;
import javax.crypto.Cipher;

/** Makes chunks of entries. Holds the compressor's memory and a cipher, so one serves many recordings, one after the other. */
final class ChunkPacker implements AutoCloseable {

    /** Good enough for terminal text, and fast. */
    private static final int LEVEL = 1;
    /** When packing is what holds the session up: a third of the time for somewhat more bytes. */
    private static final int HURRIED_LEVEL = -5;

    private final ZstdCompressCtx zstd = new ZstdCompressCtx();
    private final Cipher aes = ChunkCipher.aes();
    private final byte[] chunk = new byte[ChunkHeader.MAX_CHUNK];
    private final byte[] packed = new byte[ChunkHeader.MAX_BODY];

    /** The chunk's place in its recording, and its flags. */
    @SuppressWarnings("ArrayRecordComponent") // handed over, not copied
    record Place(UUID session, int index, byte[] previous, int flags) {}

    /** Packs; {@link #chunk} has it until the next call. @return its length in bytes */
    int pack(Place place, EntryBuffer entries, boolean hurried) {
        int length = entries.size();
        int body = compress(chunk, ChunkHeader.BYTES, entries.array(), length, hurried);
        ChunkHeader.seal(chunk, place, entries.startMicros(), length, body);
        return ChunkHeader.BYTES + body;
    }

    /** The same, encrypted. */
    int pack(Place place, EntryBuffer entries, boolean hurried, ChunkCipher cipher) {
        int raw = entries.size();
        int length = compress(packed, 0, entries.array(), raw, hurried);
        int body = length + cipher.overhead();
        int flags = place.flags() | (cipher.isFirst() ? ChunkHeader.BRINGS_KEY : 0);
        Place within = new Place(place.session(), place.index(), place.previous(), flags);
        ChunkHeader.write(chunk, true, within, entries.startMicros(), raw, body);
        cipher.seal(aes, chunk, packed, length);
        ChunkHeader.check(chunk, body);
        return ChunkHeader.BYTES + body;
    }

    /** What the last call packed, at the beginning of a larger array. */
    byte[] chunk() {
        return chunk;
    }

    private int compress(byte[] to, int offset, byte[] entries, int length, boolean hurried) {
        try {
            zstd.setLevel(hurried ? HURRIED_LEVEL : LEVEL);
            return zstd.compressByteArray(to, offset, to.length - offset, entries, 0, length);
        } catch (ZstdException broken) {
            throw new IllegalStateException("zstd cannot pack " + length + " bytes", broken);
        }
    }

    @Override
    public void close() {
        zstd.close();
    }
}
