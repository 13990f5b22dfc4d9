package dev.sallyport.audit.recording;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * The {@value #BYTES} bytes before a chunk's body. Big endian.
 *
 * @param encrypted whether the body is
 * @param flags {@link #LAST}, {@link #CUT_SHORT}, {@link #BRINGS_KEY}
 * @param index place in the recording, from 0
 * @param startMicros time of the first entry, since the recording's start
 * @param previous SHA-256 of the whole chunk before this one; zeros in the first
 * @param rawLength bytes of the body when unpacked
 * @param bodyLength bytes of the body as it follows
 * @param check CRC-32C of the header before it and the body as it follows: tells a torn write from a whole one, without any key
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, not copied
record ChunkHeader(
        boolean encrypted,
        int flags,
        int index,
        UUID session,
        long startMicros,
        byte[] previous,
        int rawLength,
        int bodyLength,
        int check) {

    static final int BYTES = 84;

    /** Most bytes that a body unpacks to. */
    static final int MAX_RAW = 256 * 1024;

    /** Most bytes of a body: what does not shrink grows by a little. */
    static final int MAX_BODY = MAX_RAW + 4096;

    /** Most bytes of a whole chunk. */
    static final int MAX_CHUNK = BYTES + MAX_BODY;

    static final int DIGEST_BYTES = 32;

    static final int CHECK_BYTES = 4;

    /** No chunk follows. */
    static final int LAST = 1;

    /** Only with {@link #LAST}: whoever recorded went away. */
    static final int CUT_SHORT = 2;

    /** Only where encrypted: the body begins with the envelope of its key. */
    static final int BRINGS_KEY = 4;

    /** "SALLYREC". */
    private static final long MAGIC = 0x53414C4C59524543L;

    private static final byte VERSION = 1;
    private static final byte CIPHER_NONE = 0;
    private static final byte CIPHER_AES_256_GCM = 1;

    boolean last() {
        return (flags & LAST) != 0;
    }

    boolean bringsKey() {
        return (flags & BRINGS_KEY) != 0;
    }

    RecordingState state() {
        if (!last()) {
            return RecordingState.RUNNING;
        }
        return (flags & CUT_SHORT) != 0 ? RecordingState.CUT_SHORT : RecordingState.COMPLETE;
    }

    /** Bytes of the whole chunk. */
    int chunkLength() {
        return BYTES + bodyLength;
    }

    /** Writes the header before the body that is in the array already, and the check over both. */
    static void seal(byte[] chunk, ChunkPacker.Place place, long startMicros, int rawLength, int bodyLength) {
        write(chunk, false, place, startMicros, rawLength, bodyLength);
        check(chunk, bodyLength);
    }

    /** Writes the header without its check. */
    static void write(
            byte[] chunk, boolean encrypted, ChunkPacker.Place place, long startMicros, int rawLength, int bodyLength) {
        ByteBuffer to = ByteBuffer.wrap(chunk);
        to.putLong(MAGIC)
                .put(VERSION)
                .put(encrypted ? CIPHER_AES_256_GCM : CIPHER_NONE)
                .put((byte) place.flags())
                .put((byte) 0);
        to.putInt(place.index());
        to.putLong(place.session().getMostSignificantBits());
        to.putLong(place.session().getLeastSignificantBits());
        to.putLong(startMicros).put(place.previous()).putInt(rawLength).putInt(bodyLength);
    }

    /** Writes the check over the header and the body that are in the array already. */
    static void check(byte[] chunk, int bodyLength) {
        ByteBuffer.wrap(chunk).putInt(BYTES - CHECK_BYTES, checkOf(chunk, bodyLength));
    }

    /** @throws Failure INVALID if these are not the first bytes of a chunk that this version reads */
    static ChunkHeader read(ByteBuffer from) {
        require(from.remaining() >= BYTES, "is shorter than its header");
        require(from.getLong() == MAGIC, "does not begin with SALLYREC");
        require(from.get() == VERSION, "has another version than 1: a newer version of this program wrote it");
        byte cipher = from.get();
        boolean encrypted = cipher == CIPHER_AES_256_GCM;
        require(encrypted || cipher == CIPHER_NONE, "is encrypted in a way that this version does not know");
        int flags = from.get();
        requireKnown(encrypted ? flags & ~BRINGS_KEY : flags);
        require(from.get() == 0, "has a reserved byte that is not zero");
        int index = from.getInt();
        UUID session = new UUID(from.getLong(), from.getLong());
        long startMicros = from.getLong();
        byte[] previous = new byte[DIGEST_BYTES];
        from.get(previous);
        ChunkHeader header = new ChunkHeader(
                encrypted, flags, index, session, startMicros, previous, from.getInt(), from.getInt(), from.getInt());
        header.requireBounds();
        return header;
    }

    /** Whether the array holds this header and the body that it was made for. */
    boolean fits(byte[] chunk) {
        return check == checkOf(chunk, bodyLength);
    }

    private static int checkOf(byte[] chunk, int bodyLength) {
        CRC32C crc = new CRC32C();
        crc.update(chunk, 0, BYTES - CHECK_BYTES);
        crc.update(chunk, BYTES, bodyLength);
        return (int) crc.getValue();
    }

    private static void requireKnown(int flags) {
        require(flags == 0 || flags == LAST || flags == (LAST | CUT_SHORT), "has unknown flags");
    }

    private void requireBounds() {
        require(index >= 0 && startMicros >= 0, "has a negative number");
        require(rawLength >= 0 && rawLength <= MAX_RAW, "claims to unpack to more than " + MAX_RAW + " bytes");
        require(bodyLength >= 0 && bodyLength <= MAX_BODY, "claims a body of more than " + MAX_BODY + " bytes");
    }

    private static void require(boolean held, String otherwise) {
        if (!held) {
            throw Failure.of(FailureCode.INVALID, "recording: a chunk " + otherwise);
        }
    }
}
